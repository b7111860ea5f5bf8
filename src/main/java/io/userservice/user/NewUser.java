package io.userservice.user;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.userservice.problem.Problem.Violation;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
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

    private static final String LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?";

    /**
     * RFC 5321 section 4.1.2 without quoted local parts and address literals; dots may stand anywhere in the local part, as
     * they do in addresses that are in use, and letters need not be ASCII (RFC 6531).
     */
    private static final Pattern EMAIL = Pattern.compile(
            "(?=.{1,254}$)[^@\\s\\p{Z}\\p{Cc}\\p{Cs}\"(),:;<>\\[\\]\\\\]{1,64}@" + LABEL + "(?:\\." + LABEL + ")*");

    /** Lone surrogates have no UTF-8 form, and PostgreSQL refuses NUL. A regex counts code points, not chars. */
    private static final Pattern NAME = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,200}");

    private static final Pattern VISIBLE = Pattern.compile("[^\\p{Z}\\p{Cc}\\p{Cf}]");

    static NewUser of(UserFields fields) {
        return new NewUser(fields.email(), fields.name());
    }

    static boolean isEmail(String text) {
        return EMAIL.matcher(text).matches();
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches() && VISIBLE.matcher(text).find();
    }

    static final class Reader extends BodyReader<NewUser> {
        @Override
        NewUser read(JsonParser json, Collection<Violation> violations) throws IOException {
            return of(UserFields.read(json, "", FIELDS, violations));
        }
    }
}
