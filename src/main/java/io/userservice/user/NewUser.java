package io.userservice.user;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.userservice.http.body.BodyReader;
import io.userservice.problem.Problem.Violation;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user to be created: the body of POST. One that was read from JSON is valid.
 *
 * @param email at most 254 characters (RFC 5321 section 4.5.3.1.3, less the angle brackets): something of 1 to 64
 *     characters, one {@code @}, and a domain of labels of 1 to 63 letters, digits and inner hyphens
 * @param name 1 to 200 characters, of which one at least is visible; null, or left out, for none
 */
@JsonDeserialize(using = NewUser.Reader.class)
public record NewUser(String email, @Nullable String name) {

    static final Set<String> FIELDS = Set.of(UserFields.EMAIL, UserFields.NAME);

    static NewUser of(UserFields fields) {
        return new NewUser(fields.email(), fields.name());
    }

    static final class Reader extends BodyReader<NewUser> {
        @Override
        protected NewUser read(JsonParser json, Collection<Violation> violations) throws IOException {
            return of(UserFields.read(json, "", FIELDS, violations));
        }
    }
}
