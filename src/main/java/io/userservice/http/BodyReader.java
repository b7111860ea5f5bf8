package io.userservice.http;

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
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON object that makes up a body; what comes out is valid. Thread-safe.
 *
 * @param <T> what the object says
 */
public abstract class BodyReader<T> extends JsonDeserializer<T> {

    /** Reads the object that the parser is at the start of, adding everything that is wrong with it to the violations. */
    protected abstract T read(JsonParser json, Collection<Violation> violations) throws IOException;

    @Override
    public final T deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (!json.isExpectedStartObjectToken()) {
            throw notAnObject();
        }
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

    /** The body, which is not there at all if the request has none. */
    public static <T> T required(@Nullable T body) {
        if (body == null) {
            throw notAnObject();
        }
        return body;
    }

    /** A body of {@code null}. */
    @Override
    public final T getNullValue(DeserializationContext context) {
        throw notAnObject();
    }

    private static Problem notAnObject() {
        return Problem.invalid(List.of(new Violation("", "the body must be a JSON object")));
    }
}
