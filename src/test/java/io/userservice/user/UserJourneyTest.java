package io.userservice.user;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.common.mapper.TypeRef;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ClusterResource.class)
class UserJourneyTest {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";

    @Test
    void userIsCreatedReadReplacedAndDeleted() {
        String email = Users.email();
        Response created = Requests.send("POST", "/users", Map.of("email", email, "name", "Ada"));
        created.then()
                .statusCode(201)
                .contentType(ContentType.JSON)
                .body("email", equalTo(email), "name", equalTo("Ada"))
                .body("createdAt", matchesPattern(TIME), "updatedAt", equalTo(created.path("createdAt")));
        UUID id = UUID.fromString(created.path("id"));
        assertEquals(7, id.version());
        String path = "/users/" + id;
        assertTrue(created.header("Location").endsWith(path), created.header("Location"));
        Map<String, Object> body = created.as(map());
        assertEquals(body, Eventually.get(path, 200, email).as(map()));
        assertEquals(
                body,
                Eventually.get(path.toUpperCase(Locale.ROOT).replace("/USERS", "/users"), 200, email)
                        .as(map()));

        Response replaced = Requests.send("PUT", path, Map.of("email", email.toUpperCase(Locale.ROOT)));
        replaced.then()
                .statusCode(200)
                .body("email", equalTo(email.toUpperCase(Locale.ROOT)), "name", nullValue())
                .body("$", hasKey("name"))
                .body("version", equalTo((int) body.get("version") + 1), "createdAt", equalTo(body.get("createdAt")));
        assertTrue(Instant.parse(replaced.path("updatedAt")).isAfter(Instant.parse(replaced.path("createdAt"))));
        assertEquals(
                replaced.as(map()),
                Eventually.get(path, 200, replaced.path("updatedAt")).as(map()));

        given().delete(path).then().statusCode(204).body(equalTo(""));
        Eventually.get(path, 404, "/problems/user-not-found");
        Requests.send("PUT", path, Map.of("email", email)).then().statusCode(404);
        given().delete(path).then().statusCode(404);
    }

    @Test
    void replacementThatChangesNothingLeavesTheUserAlone() {
        Map<String, String> user = Map.of("email", Users.email(), "name", "Grace");
        Response created = Requests.send("POST", "/users", user);
        Response again = Requests.send("PUT", "/users/" + created.path("id"), user);
        assertEquals(created.as(map()), again.as(map()));
    }

    @Test
    @OnlyAsService(OnlyAsService.HANGS)
    void newestUsersComeFirstAndNoMoreThanFifty() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            ids.add(
                    0,
                    Requests.send("POST", "/users", Map.of("email", Users.email()))
                            .path("id"));
        }
        List<String> listed = Eventually.get("/users", 200, ids.get(0)).path("items.id");
        assertEquals(ids.subList(0, 50), listed);
    }

    @Test
    void eMailAddressIsUniqueWhateverItsCase() {
        String email = Users.email();
        Response first = Requests.send("POST", "/users", Map.of("email", email));
        Response second = Requests.send("POST", "/users", Map.of("email", Users.email()));
        for (Response response : List.of(
                Requests.send("POST", "/users", Map.of("email", email.toUpperCase(Locale.ROOT))),
                Requests.send("PUT", "/users/" + second.path("id"), Map.of("email", email)))) {
            response.then()
                    .statusCode(409)
                    .contentType("application/problem+json")
                    .body("type", equalTo("/problems/email-taken"), "status", equalTo(409))
                    .body("detail", not(equalTo(null)));
        }
        given().delete("/users/" + first.path("id")).then().statusCode(204);
        Requests.send("POST", "/users", Map.of("email", email)).then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o'brien+tag.x@a-b.example.co.uk",
                "q@z",
                "josé@exämple.com",
                "..odd..@example.com",
                "1234567890123456789012345678901234567890123456789012345678901234@example.com"
            })
    void unusualEMailAddressesAndNamesAreKeptAsGiven(String email) {
        String name = "🧑‍🚀".repeat(66) + "é\u00a0";
        Response created = Requests.send("POST", "/users", Map.of("email", email, "name", name));
        try {
            created.then().statusCode(201).body("email", equalTo(email), "name", equalTo(name));
        } finally {
            given().delete("/users/" + created.path("id")).then().statusCode(204);
        }
    }

    @Test
    @OnlyAsService(OnlyAsService.HANGS)
    void headAnswersAsGetWithoutABody() {
        for (String path : List.of("/users", "/users/" + UUID.randomUUID(), "/users/x", "/nowhere")) {
            Response get = given().get(path);
            given().head(path)
                    .then()
                    .statusCode(get.statusCode())
                    .contentType(get.contentType())
                    .body(equalTo(""));
        }
    }

    @Test
    @OnlyAsService(OnlyAsService.SPLITS_HEADERS)
    void allowListsTheMethodsOfThePath() {
        String one = "/users/" + UUID.randomUUID();
        given().options("/users").then().statusCode(200).header("Allow", "GET, HEAD, OPTIONS, POST");
        given().options(one).then().statusCode(200).header("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
        given().put("/users").then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS, POST");
        given().post(one).then().statusCode(405).header("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
    }

    @Test
    void problemHasTheMembersOfRfc9457() {
        given().get("/users/1-1-1-1-1")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/invalid-request"), "title", equalTo("The request is not valid"))
                .body("status", equalTo(400), "instance", equalTo("/users/1-1-1-1-1"))
                .body("violations[0]", hasEntry("field", "id"));
    }

    private static TypeRef<Map<String, Object>> map() {
        return new TypeRef<>() {};
    }
}
