package io.userservice.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;

/** Good requests, one for each operation, made of the examples in the document. */
final class Drafts {

    private static final Pattern EMAIL = Pattern.compile("(?<=\"email\":\")[^\"]+");

    private final Random random;
    private final String token;

    /** The id of a user that is only read. */
    String kept;

    /** The id of a user that is changed, and may be deleted. */
    String victim;

    /**
     * Of a client with that token.
     *
     * @param random what addresses are made of
     */
    Drafts(Random random, String token) {
        this.random = random;
        this.token = token;
    }

    RequestDraft of(Operation operation) {
        RequestDraft draft = new RequestDraft(operation);
        if (operation.path().contains("{id}")) {
            draft.path.put("id", operation.method().equals("get") ? kept : victim);
        }
        if (operation.path().contains("{kind}")) {
            draft.path.put("kind", "email-taken");
        }
        if (!operation.bodyType().isEmpty()) {
            draft.header("Content-Type", operation.bodyType());
            draft.body = body(operation.bodyExample());
        }
        draft.header("Authorization", token);
        return draft;
    }

    /** The example of the document, with e-mail addresses that nobody has, for whichever version there is. */
    private byte[] body(JsonNode example) {
        JsonNode body = example.deepCopy();
        ((ObjectNode) body).remove("version");
        return EMAIL.matcher(body.toString())
                .replaceAll(match -> "fuzz-" + random.nextLong() + "@example.com")
                .getBytes(StandardCharsets.UTF_8);
    }
}
