package io.userservice.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.userservice.Users;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Events of API Gateway's HTTP API (payload format 2.0), recorded, and changed in what a test is about. */
final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Events() {}

    /** One of {@code src/test/resources/lambda}. */
    static ObjectNode recorded(String name) throws IOException {
        try (InputStream file = Events.class.getResourceAsStream("/lambda/" + name + ".json")) {
            return (ObjectNode) JSON.readTree(Objects.requireNonNull(file, name));
        }
    }

    static ObjectNode get(String path) throws IOException {
        return request("get", "GET", path);
    }

    static ObjectNode head(String path) throws IOException {
        return request("get", "HEAD", path);
    }

    static ObjectNode post(String path, String body) throws IOException {
        return body(request("post", "POST", path), body);
    }

    /** The POST of a user that nobody else creates. */
    static ObjectNode newUser() throws IOException {
        return post("/users", "{\"email\":\"" + Users.email() + "\"}");
    }

    static ObjectNode put(String path, String body) throws IOException {
        return body(request("post", "PUT", path), body);
    }

    static ObjectNode delete(String path) throws IOException {
        return request("get", "DELETE", path);
    }

    /** API Gateway gives headers in lower case. */
    static ObjectNode header(ObjectNode event, String name, String value) {
        event.withObject("/headers").put(name, value);
        return event;
    }

    private static ObjectNode body(ObjectNode event, String body) {
        event.put("body", body);
        return header(event, "content-length", Integer.toString(body.length()));
    }

    private static ObjectNode request(String recorded, String method, String path) throws IOException {
        ObjectNode event = recorded(recorded);
        event.put("rawPath", path);
        event.withObject("/requestContext/http").put("method", method).put("path", path);
        return event;
    }
}
