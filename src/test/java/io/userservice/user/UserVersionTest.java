package io.userservice.user;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional requests, versions and PATCH: how clients that change the same user do not undo each other's changes. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class UserVersionTest {

    private static final String MERGE_PATCH = UserPatch.MEDIA_TYPE;

    private String path;
    private String email;
    private String token;

    @BeforeEach
    void createUserOfVersion1() {
        email = Users.email();
        Response created = Requests.send("POST", "/users", Map.of("email", email));
        created.then().header("ETag", "\"0\"").header("Cache-Control", "no-store");
        path = Users.path(created);
        Response changed = Requests.send("PUT", path, Map.of("email", email, "name", "Ada"));
        changed.then().statusCode(200).header("ETag", "\"1\"").body("version", equalTo(1));
        token = Users.token(changed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"\"1\"", "W/\"1\"", "*", "\"0\", \"1\"", "\"0\" ,W/\"1\"", "\"a,b\",\"1\""})
    @OnlyAsService(OnlyAsService.HANGS)
    void whoHasTheVersionIsNotSentItAgain(String ifNoneMatch) {
        for (String method : List.of("GET", "HEAD")) {
            read().header("If-None-Match", ifNoneMatch)
                    .request(method, path)
                    .then()
                    .statusCode(304)
                    .header("ETag", "\"1\"")
                    .header("Cache-Control", "private, no-cache")
                    .body(equalTo(""));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"\"0\"", "\"11\"", "\"*\"", "W/\"2\""})
    @OnlyAsService(OnlyAsService.SPLITS_HEADERS)
    void whoHasAnotherVersionIsSentThis(String ifNoneMatch) {
        read().header("If-None-Match", ifNoneMatch)
                .get(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .header("Cache-Control", "private, no-cache")
                .body("version", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"\"1\"", "*", "\"0\", \"1\""})
    void aChangeOfTheVersionThatThereIsHappens(String ifMatch) {
        patch("{'name':'Grace'}", "If-Match", ifMatch)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("name", equalTo("Grace"));
        given().header("If-Match", "\"2\"").delete(path).then().statusCode(204);
    }

    /** A weak tag never matches: RFC 9110 section 13.1.1 asks for the strong comparison. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"\"0\"", "\"2\"", "W/\"1\"", "\"10\", \"11\"", "\"*\""})
    void aChangeOfAnotherVersionIsRefused(String ifMatch) {
        String body = "{'email':'%s','name':'lost'}".formatted(email);
        for (Response refused : List.of(
                patch(body, "If-Match", ifMatch),
                put(body, "If-Match", ifMatch),
                given().header("If-Match", ifMatch).delete(path))) {
            Users.assertProblem(412, "/problems/precondition-failed", refused);
            assertEquals("\"1\"", refused.header("ETag"));
        }
        read().get(path).then().body("name", equalTo("Ada"), "version", equalTo(1));
    }

    @Test
    void ifNoneMatchRefusesAChangeOfWhatThereIs() {
        for (String tag : List.of("*", "\"1\"")) {
            Users.assertProblem(412, "/problems/precondition-failed", patch("{'name':'x'}", "If-None-Match", tag));
        }
        patch("{'name':'x'}", "If-None-Match", "\"0\"").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1", "\"1\",", "W/1", "*, \"1\"", "\"1\" \"2\""})
    @OnlyAsService(OnlyAsService.SPLITS_HEADERS)
    void whatIsNoEntityTagIsNamed(String malformed) {
        patch("{'name':'x'}", "If-Match", malformed)
                .then()
                .statusCode(400)
                .body("type", equalTo("/problems/invalid-request"))
                .body("violations.field", equalTo(List.of("If-Match")));
        given().header("If-None-Match", malformed)
                .get(path)
                .then()
                .statusCode(400)
                .body("violations.field", equalTo(List.of("If-None-Match")));
    }

    @Test
    void nobodyThatIsNotThereMeetsAnyCondition() {
        given().header("If-Match", "*").delete(Requests.NOBODY).then().statusCode(404);
        given().header("If-None-Match", "*").get(Requests.NOBODY).then().statusCode(404);
    }

    @Test
    void theVersionInABodyIsACondition() {
        Users.assertProblem(409, "/problems/version-conflict", patch("{'name':'lost','version':0}"));
        Users.assertProblem(
                409, "/problems/version-conflict", put("{'email':'%s','version':2}".formatted(Users.email())));
        patch("{'name':'kept','version':1}").then().statusCode(200).body("version", equalTo(2));
        put("{'email':'%s','version':2}".formatted(email))
                .then()
                .statusCode(200)
                .body("version", equalTo(3));
    }

    /** Each of them read version 1, and only one can be the first to replace it. */
    @Test
    void ofSeveralThatReplaceTheSameVersionOneSucceeds() {
        List<Integer> statuses = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> i % 2 == 0
                        ? patch("{'name':'%d'}".formatted(i), "If-Match", "\"1\"")
                        : patch("{'name':'%d','version':1}".formatted(i)))
                .map(Response::statusCode)
                .sorted()
                .toList();
        assertEquals(200, statuses.get(0));
        assertEquals(
                List.of(),
                statuses.stream()
                        .skip(1)
                        .filter(status -> status != 409 && status != 412)
                        .toList());
        read().header("Consistency", "strong").get(path).then().body("version", equalTo(2));
    }

    private RequestSpecification read() {
        return given().header("Consistency-Token", token);
    }

    private Response patch(String body, String... header) {
        return send("PATCH", MERGE_PATCH, body, header);
    }

    private Response put(String body, String... header) {
        return send("PUT", "application/json", body, header);
    }

    private Response send(String method, String contentType, String body, String... header) {
        RequestSpecification request = given().contentType(contentType).body(Users.json(body));
        return (header.length == 0 ? request : request.header(header[0], header[1])).request(method, path);
    }
}
