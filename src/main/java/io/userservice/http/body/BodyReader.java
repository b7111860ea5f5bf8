package io.userservice.http.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the JSON object that makes up a body, as the {@code @JsonDeserialize(using = …)} of its type; what comes out is valid.
 * For who wants to tell everything that is wrong at once; a plain record is told of one thing at a time. Thread-safe.
 *
 * @param <T> what the object says
 */
public abstract class BodyReader<T> extends JsonDeserializer<T> {

    /** Reads the object that the parser is at the start of, adding everything that is wrong with it to the violations. */
    protected abstract T read(JsonParser json, Collection<Violation> violations) throws IOException;

    @Override
    public final T deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (!json.isExpectedStartObjectToken()) {
            throw Problem.invalid(List.of(new Violation("", "the body must be a JSON object")));
        }
        // What is given twice is told along with the rest.
        json.disable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        Set<Violation> violations = new LinkedHashSet<>();
        T body = read(json, violations);
        if (json.nextToken() != null) {
            violations.add(new Violation("", "nothing may follow the JSON object"));
        }
        if (!violations.isEmpty()) {
            throw Problem.invalid(violations);
        }
        return body;
    }
}
