package io.userservice.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** What a function answers to API Gateway. */
record FunctionAnswer(JsonNode json) {

    void assertStatus(int status) {
        assertEquals(status, json.path("statusCode").asInt(), json::toString);
    }

    JsonNode body() throws Exception {
        return new ObjectMapper().readTree(json.path("body").asText());
    }

    String header(String name) {
        for (Map.Entry<String, JsonNode> header : json.path("headers").properties()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue().asText();
            }
        }
        throw new AssertionError("no " + name + " in " + json);
    }
}
