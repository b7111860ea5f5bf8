package io.userservice.user;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.userservice.http.body.BodyReader;
import io.userservice.problem.Problem.Violation;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * All that a user is to be from now on: the body of PUT. One that was read from JSON is valid.
 *
 * @param version the version that is to be replaced; null, or left out, for whichever there is
 */
@JsonDeserialize(using = UserReplacement.Reader.class)
public record UserReplacement(UserValues values, @Nullable Integer version) {

    static final class Reader extends BodyReader<UserReplacement> {
        @Override
        protected UserReplacement read(JsonParser json, Collection<Violation> violations) throws IOException {
            UserFields fields = UserFields.read(json, "", UserFields.Body.REPLACEMENT, violations);
            return new UserReplacement(UserValues.of(fields::text), fields.version());
        }
    }
}
