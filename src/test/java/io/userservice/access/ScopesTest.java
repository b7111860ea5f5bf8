package io.userservice.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that takes tokens, and what each lets a client do. */
@QuarkusTest
@TestProfile(JwtProfile.class)
@WithTestResource(ClusterResource.class)
class ScopesTest {
    private static final String NOBODY = "/users/01890a5d-ac96-774b-bcce-b302099a8057";

    /** By the first word of the path, or as the resource says. */
    private static final Map<String, String> SCOPES = Map.of("/who", "who", "/teams", "organisation");

    @ParameterizedTest
    @CsvSource({
        "GET,    users:read,             /users, 200",
        "HEAD,   users:read,             /users, 200",
        "GET,    users:write users:read, /users, 200",
        "GET,    users:write,            /users, 403",
        "HEAD,   users:write,            /users, 403",
        "GET,    '',                     /users, 403",
        "GET,    users:reader,           /users, 403",
        "GET,    users:read,             //users/./x/../, 200",
        "GET,    users:write,            //users/./x/../, 403",
        "POST,   users:write,            /users, 201",
        "POST,   users:read,             /users, 403",
        "POST,   users:read,             /users:batch, 403",
        "PATCH,  users:read,             NOBODY, 403",
        "PUT,    users:write,            NOBODY, 404",
        "PUT,    users:read,             NOBODY, 403",
        "DELETE, users:write,            NOBODY, 404",
        "DELETE, users:read,             NOBODY, 403",
        "GET,    who:read,               /who,   200",
        "GET,    who:write users:read,   /who,   403",
        "GET,    organisation:read,      /teams, 200",
        "GET,    teams:read,             /teams, 403",
        "POST,   who:write,              /who,   200",
        "POST,   who:read users:write,   /who,   403",
    })
    @OnlyAsService(OnlyAsService.SPLITS_HEADERS)
    void theScopeForTheMethodIsNeeded(String method, String scope, String path, int status) throws Exception {
        Response response = given().auth()
                .oauth2(sign(Tokens.claims(scope)))
                .urlEncodingEnabled(false)
                .contentType(method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .body(method.startsWith("P") ? Map.of("email", Users.email()) : Map.of())
                .request(method, path.equals("NOBODY") ? NOBODY : path);
        assertEquals(status, response.statusCode(), response::asString);
        if (status == 403) {
            String needed = SCOPES.getOrDefault(path, "users")
                    + (method.equals("GET") || method.equals("HEAD") ? ":read" : ":write");
            assertEquals(
                    "Bearer error=\"insufficient_scope\", scope=\"" + needed + "\"",
                    response.header("WWW-Authenticate"));
            if (!method.equals("HEAD")) {
                Users.assertProblem(403, "/problems/insufficient-scope", response);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /users", "POST /users", "PUT " + NOBODY, "DELETE " + NOBODY, "GET /who"})
    void withoutATokenTheAnswerSaysWhichKindToSend(String call) {
        Response response = given().contentType(ContentType.JSON)
                .body(Map.of("email", Users.email()))
                .request(call.split(" ")[0], call.split(" ")[1]);
        Users.assertProblem(401, "/problems/no-token", response);
        assertEquals("Bearer", response.header("WWW-Authenticate"));
        assertFalse(response.headers().hasHeaderWithName("Served-By"));
    }

    @Test
    void nobodyGetsTheAnswerToAnothersIdempotencyKey() throws Exception {
        String key = UUID.randomUUID().toString();
        String ada = Users.email();
        String mine = createWithKey("ada", key, ada);
        String theirs = createWithKey("bo", key, Users.email());
        assertNotEquals(mine, theirs);
        assertEquals(mine, createWithKey("ada", key, ada));
    }

    private static String createWithKey(String subject, String key, String email) throws Exception {
        Response response = given().auth()
                .oauth2(sign(Tokens.claims("users:write").subject(subject)))
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(Map.of("email", email))
                .post("/users");
        assertEquals(201, response.statusCode(), response::asString);
        return response.asString();
    }

    @Test
    void aScopeMayBeInScp() throws Exception {
        String list = sign(Tokens.claims().claim("scp", List.of("openid", "users:read")));
        String words = sign(Tokens.claims().claim("scp", "openid users:read"));
        for (String token : List.of(list, words)) {
            assertEquals(200, given().auth().oauth2(token).get("/users").statusCode());
        }
    }

    @Test
    void whatIsNoResourceStaysOpen() {
        for (String path : List.of("/problems", "/problems/no-token", "/q/health/ready", "/q/metrics")) {
            assertEquals(200, given().get(path).statusCode(), path);
        }
        given().options("/users").then().statusCode(200).header("Allow", not(emptyOrNullString()));
    }

    private static String sign(JwtClaimsBuilder claims) throws Exception {
        return claims.sign(JwtProfile.privateKey());
    }
}
