package io.userservice;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.userservice.access.Tokens;
import io.userservice.devcluster.DevCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in where the package runs, and to what. */
class RunningAccessIT {
    private static final KeyPair PAIR = Tokens.rsa();

    private static DevCluster cluster;

    @TempDir
    Path folder;

    @BeforeAll
    static void startCluster() {
        cluster = DevCluster.withStandbys(0);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    void thePackageDoesNotStartUntilItIsToldWhoIsLetIn() throws Exception {
        Map<String, String> environment = RunningPackage.on(cluster);
        environment.remove("USER_SERVICE_AUTH");
        assertStopsWith(environment, "MP_JWT_VERIFY_PUBLICKEY_LOCATION", "USER_SERVICE_AUTH=none");
    }

    @ParameterizedTest
    @CsvSource({
        "USER_SERVICE_AUTH, maybe, user-service.auth",
        "MP_JWT_VERIFY_ISSUER, '', MP_JWT_VERIFY_ISSUER",
        "MP_JWT_VERIFY_AUDIENCES, '', MP_JWT_VERIFY_AUDIENCES",
        "MP_JWT_VERIFY_PUBLICKEY, nonsense, mp.jwt.verify.publickey",
        "MP_JWT_VERIFY_PUBLICKEY_ALGORITHM, ES256, mp.jwt.verify.publickey.algorithm",
    })
    void aWrongSettingStopsTheStart(String variable, String value, String named) throws Exception {
        Map<String, String> environment = withKey();
        environment.put(variable, value);
        environment.values().removeIf(String::isEmpty);
        assertStopsWith(environment, named);
    }

    @Test
    void aKeyInAFileVerifiesTokens() throws Exception {
        Path file = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + Tokens.text(PAIR.getPublic()) + "\n-----END PUBLIC KEY-----\n");
        Map<String, String> environment = withKey();
        environment.remove("MP_JWT_VERIFY_PUBLICKEY");
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", file.toString());
        try (RunningPackage service = RunningPackage.start(environment)) {
            assertEquals(200, read(service, "/users").statusCode());
            assertEquals(401, when().get(service.url() + "/users").statusCode());
        }
    }

    @Test
    void withoutItsIdentityProviderItStartsAndSaysSo() throws Exception {
        Map<String, String> environment = withKey();
        environment.remove("MP_JWT_VERIFY_PUBLICKEY");
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", "https://127.0.0.1:1/jwks");
        try (RunningPackage service = RunningPackage.start(environment)) {
            Response response = read(service, "/users/ada@example.com");
            Users.assertProblem(503, "/problems/keys-unavailable", response);
            assertEquals("5", response.header("Retry-After"));
            await().until(service::output, containsString("GET /users/(address) answered with 503"));
            assertFalse(service.output().contains("ada@"), service::output);
        }
    }

    @Test
    void healthAndMetricsHaveAPortOfTheirOwn() throws Exception {
        try (RunningPackage service = RunningPackage.start(withKey())) {
            for (String path : new String[] {"/q/health/live", "/q/health/ready", "/q/metrics"}) {
                assertEquals(200, when().get(service.managementUrl() + path).statusCode(), path);
                assertEquals(404, when().get(service.url() + path).statusCode(), path);
            }
            assertEquals(404, when().get(service.managementUrl() + "/users").statusCode());
        }
    }

    @Test
    void answersCarryWhatABrowserShouldKnowAndNoOriginIsAllowed() throws Exception {
        try (RunningPackage service = RunningPackage.start(RunningPackage.on(cluster))) {
            for (String path : new String[] {"/users", "/users/x", "/problems", "/nowhere"}) {
                given().header("Origin", "https://app.example.com")
                        .get(service.url() + path)
                        .then()
                        .header("X-Content-Type-Options", equalTo("nosniff"))
                        .header("Content-Security-Policy", equalTo("default-src 'none'; frame-ancestors 'none'"))
                        .header("Access-Control-Allow-Origin", nullValue());
            }
        }
    }

    @Test
    void crossOriginRequestsAreOneVariableAway() throws Exception {
        Map<String, String> environment = withKey();
        environment.put("QUARKUS_HTTP_CORS_ENABLED", "true");
        environment.put("QUARKUS_HTTP_CORS_ORIGINS", "https://app.example.com");
        try (RunningPackage service = RunningPackage.start(environment)) {
            given().header("Origin", "https://app.example.com")
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "Authorization, Consistency-Token")
                    .options(service.url() + "/users")
                    .then()
                    .statusCode(200)
                    .header("Access-Control-Allow-Origin", equalTo("https://app.example.com"))
                    .header("Access-Control-Allow-Headers", containsString("Authorization"));
            given().header("Origin", "https://evil.example.com")
                    .get(service.url() + "/users")
                    .then()
                    .statusCode(403)
                    .header("Access-Control-Allow-Origin", nullValue());
        }
    }

    private static Response read(RunningPackage service, String path) {
        String token = Tokens.claims("users:read").sign(PAIR.getPrivate());
        return given().auth().oauth2(token).get(service.url() + path);
    }

    private static Map<String, String> withKey() {
        Map<String, String> environment = RunningPackage.on(cluster);
        environment.remove("USER_SERVICE_AUTH");
        environment.put("MP_JWT_VERIFY_PUBLICKEY", Tokens.text(PAIR.getPublic()));
        environment.put("MP_JWT_VERIFY_ISSUER", Tokens.ISSUER);
        environment.put("MP_JWT_VERIFY_AUDIENCES", Tokens.AUDIENCE);
        return environment;
    }

    private static void assertStopsWith(Map<String, String> environment, String... words) throws Exception {
        try (RunningPackage service = RunningPackage.start(environment)) {
            String output = service.outputOfFailedStart();
            for (String word : words) {
                assertTrue(output.contains(word), output);
            }
        }
    }
}
