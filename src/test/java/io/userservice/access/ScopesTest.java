package io.userservice.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.userservice.CapturedLog;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that takes tokens, and what it makes of each. */
@QuarkusTest
@TestProfile(JwtProfile.class)
@WithTestResource(ClusterResource.class)
class ScopesTest {
    private static final String NOBODY = "/users/01890a5d-ac96-774b-bcce-b302099a8057";

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
        "GET,    users:read,             /who,   200",
        "GET,    users:write,            /who,   403",
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
            String needed = method.equals("GET") || method.equals("HEAD") ? "users:read" : "users:write";
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

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aBadTokenIsRefused(String name, String token) {
        assertInvalid(given().header("Authorization", "Bearer " + token).get("/users"));
    }

    static Stream<Arguments> aBadTokenIsRefused() throws Exception {
        long now = Instant.now().getEpochSecond();
        String claims = "{'iss':'%s','aud':'%s','sub':'ada','scope':'users:read','exp':%d}"
                .formatted(Tokens.ISSUER, Tokens.AUDIENCE, now + 300);
        String good = sign(Tokens.claims("users:read"));
        String[] parts = good.split("\\.");
        return Stream.of(
                arguments("expired", sign(Tokens.claims("users:read").expiresAt(now - 120))),
                arguments("not yet valid", sign(Tokens.claims("users:read").claim("nbf", now + 120))),
                arguments("of another issuer", sign(Tokens.claims("users:read").issuer("https://other.example.com"))),
                arguments(
                        "for another audience", sign(Tokens.claims("users:read").audience("orders"))),
                arguments("without a subject", sign(Tokens.claims("users:read").remove("sub"))),
                arguments(
                        "signed with another key",
                        Tokens.claims("users:read").sign(Tokens.rsa().getPrivate())),
                arguments("ES256", Tokens.claims("users:read").sign(Tokens.ec().getPrivate())),
                arguments(
                        "HS256 with the public key as the secret",
                        Tokens.claims("users:read")
                                .sign(new SecretKeySpec(JwtProfile.publicKey().getEncoded(), "HmacSHA256"))),
                arguments("alg none", Tokens.part("{'alg':'none'}") + "." + Tokens.part(claims) + "."),
                arguments("other claims", parts[0] + "." + Tokens.part(claims) + "." + parts[2]),
                arguments("no signature", parts[0] + "." + parts[1] + "."),
                arguments("two parts", parts[0] + "." + parts[1]),
                arguments("garbage", "garbage"),
                arguments("dots", ".."),
                arguments("not base64", "%%%.%%%.%%%"),
                arguments("an object for alg", Tokens.unsigned("{'alg':{}}", claims)),
                arguments("a number for kid", Tokens.unsigned("{'alg':'RS256','kid':5}", claims)),
                arguments("a number for crit", Tokens.unsigned("{'alg':'RS256','crit':5}", claims)),
                arguments("a list for a header", Tokens.unsigned("[]", claims)),
                arguments("deep JSON", Tokens.unsigned("{'alg':" + "[".repeat(4000), claims)),
                arguments("encrypted", Tokens.part("{'alg':'RSA-OAEP','enc':'A256GCM'}") + ".a.b.c.d"),
                arguments("a key of its own", Tokens.unsigned("{'alg':'RS256','jku':'http://127.0.0.1:1/'}", claims)),
                arguments("two tokens", good + " " + good),
                arguments("nothing", ""));
    }

    @Test
    void anExpiredTokenIsCalledSo() throws Exception {
        given().auth()
                .oauth2(sign(Tokens.claims("users:read").expiresAt(Instant.now().minusSeconds(120))))
                .get("/users")
                .then()
                .body("detail", equalTo("The token has expired"));
    }

    @Test
    void twoAuthorizationHeadersAreRefused() throws Exception {
        Header good = new Header("Authorization", "Bearer " + sign(Tokens.claims("users:read")));
        assertInvalid(given().headers(new Headers(good, good)).get("/users"));
    }

    @Test
    void theSchemeIsCaseInsensitiveAndNoOtherCounts() throws Exception {
        String token = sign(Tokens.claims("users:read"));
        assertEquals(
                200,
                given().header("Authorization", "bEARER " + token).get("/users").statusCode());
        for (String header : List.of("Basic YTpi", "Bearerx " + token, token, "DPoP " + token)) {
            Users.assertProblem(
                    401,
                    "/problems/no-token",
                    given().header("Authorization", header).get("/users"));
        }
    }

    @Test
    void whatIsNoResourceStaysOpen() {
        for (String path : List.of("/problems", "/problems/no-token", "/q/health/ready", "/q/metrics")) {
            assertEquals(200, given().get(path).statusCode(), path);
        }
        given().options("/users").then().statusCode(200).header("Allow", not(emptyOrNullString()));
    }

    @Test
    void noTokenIsLogged() throws Exception {
        String good = sign(Tokens.claims("users:read"));
        String other = Tokens.claims("users:read").sign(Tokens.rsa().getPrivate());
        List<String> lines = CapturedLog.during(() -> {
            assertEquals(200, given().auth().oauth2(good).get("/users").statusCode());
            assertInvalid(given().auth().oauth2(other).get("/users"));
            assertInvalid(given().auth().oauth2("garbage").get("/users"));
        });
        for (String secret : List.of(good, other, good.split("\\.")[1], "garbage")) {
            assertFalse(lines.stream().anyMatch(line -> line.contains(secret)), () -> secret + " in " + lines);
        }
    }

    private static void assertInvalid(Response response) {
        Users.assertProblem(401, "/problems/invalid-token", response);
        assertEquals("Bearer error=\"invalid_token\"", response.header("WWW-Authenticate"));
    }

    private static String sign(JwtClaimsBuilder claims) throws Exception {
        return claims.sign(JwtProfile.privateKey());
    }
}
