package io.userservice.user;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.userservice.problem.Problem.Violation;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON object says of a user; what is wrong with it is added to a collection of violations.
 *
 * <p>Read and checked in one pass. Jackson's own binding stops at the first field of a wrong type and Bean Validation starts
 * only after it, so that a client would be told of its mistakes one by one.
 */
final class UserFields {

    static final String EMAIL = "email";
    static final String NAME = "name";
    static final String VERSION = "version";

    private final String path;
    private final Collection<Violation> violations;
    private final Map<String, @Nullable Object> given = new HashMap<>();

    private UserFields(String path, Collection<Violation> violations) {
        this.path = path;
        this.violations = violations;
    }

    /**
     * Reads the object that the parser is at the start of.
     *
     * @param path the prefix of field names in violations, such as {@code items[3].}
     * @param known the fields that may be there
     */
    static UserFields read(JsonParser json, String path, Set<String> known, Collection<Violation> violations)
            throws IOException {
        UserFields fields = new UserFields(path, violations);
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (!known.contains(field)) {
                fields.violate(Violation.printable(field), "is not a known field");
            } else if (fields.given.containsKey(field)) {
                fields.violate(field, "must be given once only");
            } else {
                fields.given.put(field, fields.value(field, token, json));
            }
            json.skipChildren();
        }
        return fields;
    }

    /** Whether the field is there, be it null. */
    boolean has(String field) {
        return given.containsKey(field);
    }

    /** The e-mail address; empty, which is a violation, if there is none that is valid. */
    String email() {
        if (given.get(EMAIL) instanceof String email) {
            return email;
        }
        if (given.get(EMAIL) == null) {
            violate(EMAIL, "is required");
        }
        return "";
    }

    /** Null if there is none. */
    @Nullable
    String name() {
        return given.get(NAME) instanceof String name ? name : null;
    }

    /** Null if there is none. */
    @Nullable
    Integer version() {
        return given.get(VERSION) instanceof Integer version ? version : null;
    }

    /** The value; null for JSON's null; for an invalid value a placeholder, and the violation has been recorded. */
    private @Nullable Object value(String field, @Nullable JsonToken token, JsonParser json) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (field.equals(VERSION)) {
            if (token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT) {
                return json.getIntValue();
            }
            return violate(field, "must be a whole number, as it was given");
        }
        if (token != JsonToken.VALUE_STRING) {
            return violate(field, "must be a string");
        }
        String text = json.getText();
        if (field.equals(EMAIL) && UserRules.hasInvisible(text)) {
            return violate(field, "must have no invisible characters in it, such as U+200B or U+00AD");
        }
        if (field.equals(EMAIL) && !UserRules.isEmail(text)) {
            return violate(field, "must be an e-mail address of at most 254 characters, such as ada@example.com");
        }
        if (field.equals(NAME) && !UserRules.isName(text)) {
            return violate(
                    field, "must have 1 to 200 characters, none of them a control character, one of them visible");
        }
        return text;
    }

    private Violation violate(String field, String rule) {
        Violation violation = new Violation(path + field, rule);
        violations.add(violation);
        return violation;
    }
}
