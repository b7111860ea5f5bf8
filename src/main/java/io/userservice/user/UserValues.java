package io.userservice.user;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.userservice.http.body.BodyReader;
import io.userservice.problem.Problem.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that clients write of a user, one text for each {@link UserField}: the body of POST, an item of a batch, and a part of
 * every answer. One that was read from JSON is valid. Immutable.
 */
@JsonDeserialize(using = UserValues.Reader.class)
@JsonSerialize(using = UserValues.Writer.class)
public final class UserValues {

    private final Map<UserField, @Nullable String> texts = new EnumMap<>(UserField.class);

    private UserValues() {}

    /** Where the text of a field comes from; null for none. */
    interface Source<E extends Exception> {

        @Nullable
        String text(UserField field) throws E;
    }

    static <E extends Exception> UserValues of(Source<E> source) throws E {
        UserValues values = new UserValues();
        for (UserField field : UserField.ALL) {
            values.texts.put(field, source.text(field));
        }
        return values;
    }

    /** Null if the user has none. */
    @Nullable
    String get(UserField field) {
        return texts.get(field);
    }

    String email() {
        return requireNonNull(get(UserField.EMAIL));
    }

    /** What goes into a row: the texts, then the keys of those that have one. */
    List<@Nullable String> columns() {
        List<@Nullable String> columns = new ArrayList<>(texts.values());
        for (UserField field : UserField.KEYED) {
            String text = get(field);
            columns.add(text == null ? null : UserRules.key(text));
        }
        return columns;
    }

    void applyTo(User user) {
        UserField.ALL.forEach(field -> field.set(user, get(field)));
    }

    /** Writes the members, without the object around them. */
    void writeMembers(JsonGenerator json) throws IOException {
        for (UserField field : UserField.ALL) {
            json.writeFieldName(field.json());
            json.writeString(get(field));
        }
    }

    @RegisterForReflection // Jackson makes it by its name
    static final class Writer extends JsonSerializer<UserValues> {
        @Override
        public void serialize(UserValues user, JsonGenerator json, SerializerProvider serializers) throws IOException {
            json.writeStartObject();
            user.writeMembers(json);
            json.writeEndObject();
        }
    }

    static final class Reader extends BodyReader<UserValues> {
        @Override
        protected UserValues read(JsonParser json, Collection<Violation> violations) throws IOException {
            return of(UserFields.read(json, "", UserFields.Body.WHOLE, violations)::text);
        }
    }
}
