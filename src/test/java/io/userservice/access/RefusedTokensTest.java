package io.userservice.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.userservice.CapturedLog;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that are none, and where a token may be. */
@QuarkusTest
@TestProfile(JwtProfile.class)
@WithTestResource(ClusterResource.class)
class RefusedTokensTest {

    /** Nobody knows its public key. */
    private static final PrivateKey OTHER_KEY = Tokens.rsa().getPrivate();

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
                arguments("signed with another key", Tokens.claims("users:read").sign(OTHER_KEY)),
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
    void noTokenIsLogged() throws Exception {
        String good = sign(Tokens.claims("users:read"));
        String other = Tokens.claims("users:read").sign(OTHER_KEY);
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
