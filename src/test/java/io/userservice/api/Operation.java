package io.userservice.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;

/** What a path and a method do, as the document has it. */
record Operation(String path, String method, JsonNode node) {

    String id() {
        return node.path("operationId").asText();
    }

    List<JsonNode> parameters() {
        return node.path("parameters").valueStream().map(Contract::resolve).toList();
    }

    /** The one media type of the body; empty if there is no body. */
    String bodyType() {
        Iterator<String> types = node.path("requestBody").path("content").fieldNames();
        return types.hasNext() ? types.next() : "";
    }

    /** Missing if there is no body. */
    JsonNode bodySchema() {
        return node.path("requestBody").path("content").path(bodyType()).path("schema");
    }

    /** Missing if there is no body. */
    JsonNode bodyExample() {
        JsonNode media = node.path("requestBody").path("content").path(bodyType());
        return media.path("examples")
                .valueStream()
                .findFirst()
                .map(example -> Contract.resolve(example).path("value"))
                .orElse(media.path("examples"));
    }
}
