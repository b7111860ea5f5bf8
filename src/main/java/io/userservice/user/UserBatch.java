package io.userservice.user;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.userservice.http.body.BodyReader;
import io.userservice.problem.Problem.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Users to be created together: the body of POST to {@code /users:batch}. One that was read from JSON is valid.
 *
 * @param items 1 to 1,000, no two of them with the same e-mail address
 */
@JsonDeserialize(using = UserBatch.Reader.class)
public record UserBatch(List<UserValues> items) {

    private static final int MAX_ITEMS = 1000;

    /** In the place of an item that is none. */
    private static final UserValues NONE = UserValues.of(field -> field.isRequired() ? "" : null);

    /** The name of an item's field in violations. */
    static String path(int index) {
        return "items[" + index + "].";
    }

    static final class Reader extends BodyReader<UserBatch> {
        @Override
        protected UserBatch read(JsonParser json, Collection<Violation> violations) throws IOException {
            List<UserValues> items = new ArrayList<>();
            boolean given = false;
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (!field.equals("items")) {
                    violations.add(new Violation(Violation.printable(field), "is not a known field"));
                } else if (given) {
                    violations.add(new Violation(field, "must be given once only"));
                } else if (token == JsonToken.START_ARRAY) {
                    readItems(json, items, violations);
                }
                given |= field.equals("items");
                json.skipChildren();
            }
            if (items.isEmpty() || items.size() > MAX_ITEMS) {
                violations.add(new Violation("items", "must be an array of 1 to 1,000 users"));
            }
            refuseRepetitions(items, violations);
            return new UserBatch(items);
        }

        /** Leaves the parser at the end of the array. */
        private static void readItems(JsonParser json, List<UserValues> items, Collection<Violation> violations)
                throws IOException {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                String path = path(items.size());
                if (items.size() >= MAX_ITEMS) {
                    items.add(NONE);
                } else if (json.currentToken() == JsonToken.START_OBJECT) {
                    items.add(UserValues.of(UserFields.read(json, path, UserFields.Body.WHOLE, violations)::text));
                } else {
                    items.add(NONE);
                    violations.add(new Violation(path.substring(0, path.length() - 1), "must be a JSON object"));
                }
                json.skipChildren();
            }
        }

        private static void refuseRepetitions(List<UserValues> items, Collection<Violation> violations) {
            Map<String, Integer> first = new HashMap<>();
            for (int i = 0; i < items.size(); i++) {
                String email = UserRules.key(items.get(i).email());
                Integer earlier = email.isEmpty() ? null : first.putIfAbsent(email, i);
                if (earlier != null) {
                    violations.add(
                            new Violation(path(i) + UserField.EMAIL.text(), "is also that of items[" + earlier + "]"));
                }
            }
        }
    }
}
