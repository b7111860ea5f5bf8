package io.userservice.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends to a resource that leaves it all to JAX-RS and Jackson: it is told what is wrong, and where. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class PlainResourceTest {

    private static final String ID = "/plain/01890a5d-ac96-774b-bcce-b302099a8057";

    @Test
    void whatIsRightIsTaken() {
        String team =
                "{\"name\":\"a\",\"size\":3,\"owner\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"colour\":\"RED\","
                        + "\"since\":\"2026-01-31T09:05:00Z\",\"open\":true,\"seats\":[{\"name\":\"b\",\"row\":1}]}";
        assertEquals(team, send(team, "/plain").then().statusCode(200).extract().asString());
        assertEquals("1", send("[{\"name\":\"b\",\"row\":1}]", "/plain/list").asString());
        assertEquals("0", send("{}", "/plain/map").asString());
        assertEquals(
                "\"7 GREEN 2026-01-31T09:05:00Z [1, 2] true 4\"",
                given().header("Depth", "4")
                        .urlEncodingEnabled(false)
                        .get(ID + "?limit=7&colour=GREEN&since=2026-01-31T10:05:00%2B01:00&sizes=1&sizes=2&open=true")
                        .asString());
        assertEquals("\"5 null null [] false null\"", given().get(ID).asString());
        assertEquals("12", given().get("/plain/by-name/12").asString());
    }

    /** More of them are in {@code JsonMistakeTest}, without a server. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | `` | the body must be a JSON object",
                "null | `` | the body must be a JSON object",
                "[] | `` | the body must be a JSON object",
                "5 | `` | the body must be a JSON object",
                "{'name':'a','size':1,'nme':1} | nme | is not a known field",
                "{'name':'a'} | size | is required",
                "{'name':'a','size':'x'} | size | must be a whole number from -2147483648 to 2147483647",
                "{'name':' ','size':1} | `` | name must have a visible character",
                "{'name':'bug','size':1} | `` | the body is not valid",
                "{'name':'a','size':1,'seats':[{'name':'b','row':1},{'name':5}]} | seats[1].name | must be a string",
            })
    void aWrongBodyIsNamed(String body, String field, String rule) {
        assertViolation(field, rule, send(body.replace('\'', '"'), "/plain"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}"})
    void aListIsAskedFor(String body) {
        assertViolation("", "the body must be a JSON array", send(body, "/plain/list"));
    }

    @Test
    void whatIsNoJsonIsSaidToBe() {
        for (String body : List.of(
                "name=a",
                "{\"name\":\"a\"",
                "{\"name\":\"a",
                "{\"size\":" + "1".repeat(2_000) + "}",
                "{\"seats\":[{\"name\":tru}]}")) {
            Response refused = send(body, "/plain/map");
            Users.assertProblem(400, "about:blank", refused);
            assertEquals("The body is not well-formed JSON (RFC 8259)", refused.path("detail"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ID + "?limit=x | limit | must be a whole number from -2147483648 to 2147483647",
                ID + "?limit=2147483648 | limit | must be a whole number from -2147483648 to 2147483647",
                ID + "?colour=BLUE | colour | must be one of RED, GREEN",
                ID + "?since=today | since | must be a time such as 2026-01-31T09:05:00Z",
                ID + "?sizes=1&sizes=b | sizes | must be a whole number from -2147483648 to 2147483647",
                ID + "?open=yes | open | must be true or false",
                "/plain/1-1-1-1-1 | id | must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057",
                "/plain/by-name/x | number | must be a whole number from -2147483648 to 2147483647",
            })
    void aParameterThatDoesNotConvertIsNamed(String path, String name, String rule) {
        assertViolation(name, rule, given().urlEncodingEnabled(false).get(path));
    }

    @Test
    void soIsAHeader() {
        assertViolation(
                "Depth",
                "must be a whole number from -9223372036854775808 to 9223372036854775807",
                given().header("Depth", "x").get(ID));
    }

    @Test
    void otherMediaTypesCodingsAndSizesAreRefused() {
        Users.assertProblem(
                415, "about:blank", given().contentType("text/plain").body("{}").post("/plain"));
        Users.assertProblem(
                415,
                "about:blank",
                given().contentType("application/json;charset=utf-16")
                        .body("{}")
                        .post("/plain"));
        Users.assertProblem(
                415,
                "about:blank",
                given().header("Content-Encoding", "gzip")
                        .contentType("application/json")
                        .body("{}")
                        .post("/plain"));
        Users.assertProblem(406, "about:blank", given().accept("text/html").get(ID));
        Users.assertProblem(413, "about:blank", send("{}" + " ".repeat(70_000), "/plain"));
        Users.assertProblem(404, "about:blank", given().get("/plain/a/b"));
    }

    private static Response send(String body, String path) {
        return given().contentType("application/json").body(body).post(path);
    }

    private static void assertViolation(String field, String rule, Response answer) {
        Users.assertProblem(400, "/problems/invalid-request", answer);
        assertEquals(
                field + " | " + rule,
                answer.path("violations[0].field") + " | " + answer.path("violations[0].message"));
    }
}
