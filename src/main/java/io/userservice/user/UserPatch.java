package io.userservice.user;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.userservice.http.body.BodyReader;
import io.userservice.problem.Problem.Violation;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What is to change in a user: the body of PATCH, a JSON merge patch (RFC 7396). A field that is left out stays as it is, one
 * that is null goes. One that was read from JSON is valid.
 *
 * @param email null to keep it: it is required, and cannot go
 * @param name null for none
 * @param version the version that is to be changed; null, or left out, for whichever there is
 */
@JsonDeserialize(using = UserPatch.Reader.class)
public record UserPatch(
        @Nullable String email,
        boolean keepsName,
        @Nullable String name,
        @Nullable Integer version) {

    static final String MEDIA_TYPE = "application/merge-patch+json";

    void applyTo(User user) {
        if (email != null) {
            user.setEmail(email);
        }
        if (!keepsName) {
            user.setName(name);
        }
    }

    static final class Reader extends BodyReader<UserPatch> {
        @Override
        protected UserPatch read(JsonParser json, Collection<Violation> violations) throws IOException {
            UserFields fields = UserFields.read(json, "", UserReplacement.FIELDS, violations);
            return new UserPatch(
                    fields.has(UserFields.EMAIL) ? fields.email() : null,
                    !fields.has(UserFields.NAME),
                    fields.name(),
                    fields.version());
        }
    }
}
