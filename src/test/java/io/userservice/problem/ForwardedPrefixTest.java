package io.userservice.problem;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.userservice.BetweenProxies;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a gateway that takes a prefix off the path. */
@QuarkusTest
@TestProfile(BetweenProxies.class)
@WithTestResource(ClusterResource.class)
class ForwardedPrefixTest {

    /** The paths of such answers are not in the OpenAPI document. */
    @BeforeEach
    void withoutTheContract() {
        RestAssured.replaceFiltersWith(List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "/api,         /api",
        "/api/,        /api",
        "/a/b-c/v1.0,  /a/b-c/v1.0",
        "'',           ''",
        "/,            ''",
        "api,          ''",
        "//evil.example, ''",
        "/a//b,        ''",
        "https://evil.example, ''",
        "/a>; rel=x,   ''",
        "'/a, /b',     ''",
    })
    void everyPathInAnAnswerBeginsWithIt(String header, String prefix) {
        assertEquals(prefix, ForwardedPrefix.clean(header));
        Response created = given().header("X-Forwarded-Prefix", header)
                .contentType(ContentType.JSON)
                .body(Map.of("email", Users.email()))
                .post("/users");
        assertEquals(201, created.statusCode());
        assertEquals(prefix + Users.path(created), created.header("Location"));
        Users.post(Users.email());

        Response page = get(header, "/users?limit=1");
        assertTrue(page.header("Link").startsWith("<" + prefix + "/users?limit=1&"), page.header("Link"));

        assertEquals(prefix + "/users", get(header, "/").path("users"));
        Response refused = get(header, "/users/x");
        assertEquals(prefix + "/problems/invalid-request", refused.path("type"));
        assertEquals(prefix + "/users/x", refused.path("instance"));
        Response missing = get(header, "/nothing");
        assertEquals("about:blank", missing.path("type"));
        assertEquals(prefix + "/nothing", missing.path("instance"));

        assertEquals(
                prefix + "/problems/no-token", get(header, "/problems/no-token").path("type"));
        assertEquals(
                prefix + "/problems/invalid-request", get(header, "/problems").path("items[0].type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a?b", "/a#b", "/a b", "/\u00e9", "/a\"b", "/a\nb", "a/b", "/a//"})
    void whatIsNoPathIsNone(String header) {
        assertEquals("", ForwardedPrefix.clean(header));
    }

    private static Response get(String prefix, String path) {
        return given().header("X-Forwarded-Prefix", prefix).get(path);
    }
}
