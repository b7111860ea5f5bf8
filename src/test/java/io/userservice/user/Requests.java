package io.userservice.user;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.api.Answer;
import io.userservice.api.AnswersInContract;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** What the tests send, and what they expect of every error. */
final class Requests {

    /** The path of a user that does not exist. */
    static final String NOBODY = "/users/01890a5d-ac96-774b-bcce-b302099a8057";

    /** For what RestAssured cannot send; keeps its connections alive. */
    static final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Requests() {}

    static Response send(String method, String path, Map<String, String> body) {
        return given().contentType(ContentType.JSON).body(body).request(method, path);
    }

    static HttpResponse<String> send(URI base, String method, String path, String contentType, BodyPublisher body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).method(method, body).header("Content-Type", contentType);
        return send(request.build());
    }

    /** Checks the answer against the OpenAPI document, as is done for all that RestAssured gets. */
    static HttpResponse<String> send(HttpRequest request) throws Exception {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        AnswersInContract.check(
                request.method(),
                request.uri(),
                new Answer(response.statusCode(), response.headers().map(), response.body()));
        return response;
    }

    static void assertProblem(int status, HttpResponse<String> response) throws Exception {
        assertEquals(status, response.statusCode(), response::body);
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse("none"));
        JsonNode problem = new ObjectMapper().readTree(response.body());
        assertEquals(status, problem.path("status").asInt(), response::body);
        assertEquals(response.uri().getRawPath(), problem.path("instance").asText());
        for (String member : new String[] {"type", "title", "detail"}) {
            assertTrue(problem.path(member).isTextual(), () -> member + " of " + problem);
        }
        for (String leak : new String[] {"java.", "io.", "Exception", "jackson", "select "}) {
            assertTrue(!response.body().contains(leak), response::body);
        }
    }

    /** JSON written with apostrophes for quotes. */
    static BodyPublisher body(String json) {
        return BodyPublishers.ofString(Users.json(json));
    }
}
