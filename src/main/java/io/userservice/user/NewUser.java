package io.userservice.user;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say about a user: the body of POST and PUT. One that was read from JSON is valid.
 *
 * @param email at most 254 characters (RFC 5321 section 4.5.3.1.3, less the angle brackets): something of 1 to 64
 *     characters, one {@code @}, and a domain of labels of 1 to 63 letters, digits and inner hyphens
 * @param name 1 to 200 characters, of which one at least is visible; null, or left out, for none
 */
@JsonDeserialize(using = NewUser.Reader.class)
public record NewUser(String email, @Nullable String name) {
    private static final Set<String> FIELDS = Set.of("email", "name");

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

    static Problem notAnObject() {
        return Problem.invalid(List.of(new Violation("", "the body must be a JSON object")));
    }

    /**
     * Reads and checks in one pass. Jackson's own binding stops at the first field of a wrong type and Bean Validation starts
     * only after it, so that a client would be told of its mistakes one by one.
     */
    static final class Reader extends JsonDeserializer<NewUser> {
        @Override
        public NewUser deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.isExpectedStartObjectToken()) {
                throw notAnObject();
            }
            var values = new HashMap<String, @Nullable String>();
            var violations = new LinkedHashSet<Violation>();
            for (var field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                var token = json.nextToken();
                if (!FIELDS.contains(field)) {
                    violations.add(new Violation(printable(field), "is not a known field"));
                } else if (values.containsKey(field)) {
                    violations.add(new Violation(field, "must be given once only"));
                } else if (token == JsonToken.VALUE_STRING) {
                    values.put(field, json.getText());
                } else {
                    values.put(field, null);
                    if (token != JsonToken.VALUE_NULL) {
                        violations.add(new Violation(field, "must be a string"));
                    }
                }
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                violations.add(new Violation("", "nothing may follow the JSON object"));
            }
            return valid(values, violations);
        }

        private static NewUser valid(Map<String, @Nullable String> values, Set<Violation> violations) {
            var email = values.get("email");
            var name = values.get("name");
            boolean misread =
                    violations.stream().anyMatch(violation -> violation.field().equals("email"));
            if (email == null && !misread) {
                violations.add(new Violation("email", "is required"));
            } else if (email != null && !EMAIL.matcher(email).matches()) {
                violations.add(new Violation(
                        "email", "must be an e-mail address of at most 254 characters, such as ada@example.com"));
            }
            if (name != null
                    && !(NAME.matcher(name).matches() && VISIBLE.matcher(name).find())) {
                violations.add(new Violation(
                        "name",
                        "must have 1 to 200 characters, none of them a control character, one of them visible"));
            }
            if (email == null || !violations.isEmpty()) {
                throw Problem.invalid(violations);
            }
            return new NewUser(email, name);
        }

        /** A field's name as it can be sent back: a lone surrogate could not, and it may be 64 KiB long. */
        private static String printable(String field) {
            var shown = field.replaceAll("[\\p{Cc}\\p{Cs}]", "\uFFFD");
            return shown.codePointCount(0, shown.length()) <= 64
                    ? shown
                    : shown.substring(0, shown.offsetByCodePoints(0, 64)) + "…";
        }

        /** A body of {@code null}. */
        @Override
        public NewUser getNullValue(DeserializationContext context) {
            throw notAnObject();
        }
    }
}
