package io.userservice.user;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.userservice.http.body.BodyReader;
import io.userservice.problem.Problem.Violation;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to change in a user: the body of PATCH, a JSON merge patch (RFC 7396). A field that is left out stays as it is, one
 * that is null goes. One that was read from JSON is valid.
 *
 * @param changes the fields that are there; null for one that goes, which no required one does
 * @param version the version that is to be changed; null, or left out, for whichever there is
 */
@JsonDeserialize(using = UserPatch.Reader.class)
public record UserPatch(
        Map<UserField, @Nullable String> changes, @Nullable Integer version) {

    static final String MEDIA_TYPE = "application/merge-patch+json";

    void applyTo(User user) {
        changes.forEach((field, text) -> field.set(user, text));
    }

    static final class Reader extends BodyReader<UserPatch> {
        @Override
        protected UserPatch read(JsonParser json, Collection<Violation> violations) throws IOException {
            UserFields fields = UserFields.read(json, "", UserFields.Body.PATCH, violations);
            Map<UserField, @Nullable String> changes = new EnumMap<>(UserField.class);
            UserField.ALL.stream().filter(fields::has).forEach(field -> changes.put(field, fields.text(field)));
            return new UserPatch(changes, fields.version());
        }
    }
}
