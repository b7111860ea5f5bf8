package io.userservice.user;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.userservice.problem.Problem.Violation;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON object says of a user; what is wrong with it is added to a collection of violations.
 *
 * <p>Read and checked in one pass. Jackson's own binding stops at the first field of a wrong type and Bean Validation starts
 * only after it, so that a client would be told of its mistakes one by one.
 */
final class UserFields {

    private static final String VERSION = "version";

    /** What an object is to have. */
    enum Body {
        /** A new user: each field that is required. */
        WHOLE,
        /** The same of a user that there is, and perhaps the version that is meant. */
        REPLACEMENT,
        /** Some of that. */
        PATCH
    }

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
     */
    static UserFields read(JsonParser json, String path, Body body, Collection<Violation> violations)
            throws IOException {
        UserFields fields = new UserFields(path, violations);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            UserField field = UserField.of(name);
            if (field == null && (body == Body.WHOLE || !name.equals(VERSION))) {
                fields.violate(Violation.printable(name), "is not a known field");
            } else if (fields.given.containsKey(name)) {
                fields.violate(name, "must be given once only");
            } else if (token == JsonToken.VALUE_NULL) {
                fields.given.put(name, null);
            } else {
                fields.given.put(name, field == null ? fields.version(token, json) : fields.text(field, token, json));
            }
            json.skipChildren();
        }
        for (UserField field : UserField.ALL) {
            if (field.isRequired()
                    && fields.given.get(field.text()) == null
                    && (body != Body.PATCH || fields.has(field))) {
                fields.violate(field.text(), "is required");
            }
        }
        return fields;
    }

    /** Whether the field is there, be it null. */
    boolean has(UserField field) {
        return given.containsKey(field.text());
    }

    /** Null if there is none, or empty if there has to be one; then there is a violation too. */
    @Nullable
    String text(UserField field) {
        return given.get(field.text()) instanceof String text ? text : field.isRequired() ? "" : null;
    }

    /** Null if there is none. */
    @Nullable
    Integer version() {
        return given.get(VERSION) instanceof Integer version ? version : null;
    }

    /** The value, or the violation that it is. */
    private Object version(@Nullable JsonToken token, JsonParser json) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT) {
            return json.getIntValue();
        }
        return violate(VERSION, "must be a whole number, as it was given");
    }

    private Object text(UserField field, @Nullable JsonToken token, JsonParser json) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            return violate(field.text(), "must be a string");
        }
        String text = json.getText();
        String broken = field.brokenBy(text);
        return broken == null ? text : violate(field.text(), broken);
    }

    private Violation violate(String field, String rule) {
        Violation violation = new Violation(path + field, rule);
        violations.add(violation);
        return violation;
    }
}
