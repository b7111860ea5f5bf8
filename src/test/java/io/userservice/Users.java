package io.userservice;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;

/** What a client of the service does, and what it looks for in an answer. */
public final class Users {

    private Users() {}

    /** An e-mail address that no other test has. */
    public static String email() {
        return "user-" + UUID.randomUUID() + "@example.com";
    }

    /** JSON that is written with apostrophes for quotes. */
    public static String json(String apostrophes) {
        return apostrophes.replace('\'', '"');
    }

    /** The answer to the POST of a new user, whatever it is. */
    public static Response post(String email) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", email))
                .post("/users");
    }

    /** The answer to the POST of a new user, which must succeed. */
    public static Response created() {
        Response created = post(email());
        assertEquals(201, created.statusCode(), created::asString);
        return created;
    }

    public static Response put(String path, String email) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", email))
                .put(path);
    }

    public static Response get(String path) {
        return given().get(path);
    }

    public static Response getWithToken(String path, String token) {
        return given().header("Consistency-Token", token).get(path);
    }

    /** The path of the user that the answer shows. */
    public static String path(Response answer) {
        return "/users/" + answer.path("id");
    }

    /** The token that the answer carries; it must carry one. */
    public static String token(Response answer) {
        String token = answer.header("Consistency-Token");
        assertNotNull(token, () -> "no token in the answer " + answer.statusCode() + " " + answer.asString());
        return token;
    }

    /** Fails unless the answer is a problem of this kind. */
    public static void assertProblem(int status, String type, Response answer) {
        assertEquals(status, answer.statusCode(), answer::asString);
        assertEquals("application/problem+json", answer.contentType());
        assertEquals(type, answer.path("type"));
    }
}
