package io.userservice.user;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One address in two spellings is one address, whatever is done with it; one that hides something is none. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class AddressEqualityTest {

    private final String rest = "-" + UUID.randomUUID() + "@example.com";

    @ParameterizedTest
    @CsvSource({"a, A", "é, É", "é, e\u0301", "É, e\u0301", "ß, SS", "ß, ẞ", "σ, ς", "k, \u212A", "ﬁ, FI", "İ, i\u0307"
    })
    void twoSpellingsAreOneAddress(String one, String other) {
        Response created = Users.post(one + rest);
        assertEquals(201, created.statusCode());
        assertEquals(one + rest, created.path("email"));

        Users.assertProblem(409, "/problems/email-taken", Users.post(other + rest));
        Users.assertProblem(409, "/problems/email-taken", batch("x" + rest, other + rest));
        Users.assertProblem(400, "/problems/invalid-request", batch(one + "x" + rest, other + "x" + rest));
        Response third = Users.created();
        Users.assertProblem(409, "/problems/email-taken", Users.put(Users.path(third), other + rest));
        assertEquals(200, Users.put(Users.path(created), other + rest).statusCode());
        Response last = Users.put(Users.path(created), one + rest);
        assertEquals(200, last.statusCode());
        String token = Users.token(last);

        for (String spelling : List.of(one, other)) {
            assertEquals(List.of(one + rest), found(token, Map.of("email", spelling + rest)));
            assertEquals(List.of(one + rest), found(token, Map.of("q", spelling + rest.substring(0, 30))));
        }
    }

    @ParameterizedTest
    @CsvSource({"ÉLISE, élise", "e\u0301lise, ÉLI", "Ørsted, ØRS", "Straße, STRASS"})
    void namesAreFoundInWhateverSpelling(String name, String prefix) {
        String key = UUID.randomUUID().toString();
        Response created = given().contentType(ContentType.JSON)
                .body(Map.of("email", Users.email(), "name", key + name))
                .post("/users");
        assertEquals(List.of(created.<String>path("email")), found(Users.token(created), Map.of("q", key + prefix)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u200B", "\u00AD", "\u202E", "\u2060", "\uFEFF", "\u3164", "\uFE0F", "\u034F", "\uDB40\uDC41"})
    void whatNobodySeesIsRefused(String character) {
        for (String email : List.of("a" + character + rest, "a" + rest + character)) {
            Response refused = Users.post(email);
            Users.assertProblem(400, "/problems/invalid-request", refused);
            assertEquals("email", refused.path("violations[0].field"));
            Users.assertProblem(400, "/problems/invalid-request", batch(email));
            Users.assertProblem(
                    400,
                    "/problems/invalid-request",
                    given().queryParam("email", email).get("/users"));
        }
    }

    private static Response batch(String... emails) {
        List<Map<String, String>> items =
                List.of(emails).stream().map(email -> Map.of("email", email)).toList();
        return given().urlEncodingEnabled(false)
                .contentType(ContentType.JSON)
                .body(Map.of("items", items))
                .post("/users:batch");
    }

    private static List<String> found(String token, Map<String, String> parameters) {
        return given().header("Consistency-Token", token)
                .queryParams(parameters)
                .get("/users")
                .path("items.email");
    }
}
