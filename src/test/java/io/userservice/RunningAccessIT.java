package io.userservice;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.userservice.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.restassured.response.Response;
import io.userservice.access.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in where the package runs, and to what. One process for all that asks for tokens. */
class RunningAccessIT {
    private static final KeyPair PAIR = Tokens.rsa();

    @TempDir
    static Path folder;

    private static RunningPackage service;

    @BeforeAll
    static void startPackage() throws Exception {
        Path file = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + Tokens.text(PAIR.getPublic()) + "\n-----END PUBLIC KEY-----\n");
        Map<String, String> environment = withKeyAt(file.toString());
        environment.put("QUARKUS_HTTP_CORS_ENABLED", "true");
        environment.put("QUARKUS_HTTP_CORS_ORIGINS", "https://app.example.com");
        environment.remove("USER_SERVICE_ROUTING_SERVED_BY_HEADER");
        service = RunningPackage.start(environment);
    }

    @AfterAll
    static void stopPackage() {
        service.close();
    }

    @Test
    void aKeyInAFileVerifiesTokens() {
        assertEquals(200, read(service, "/users").statusCode());
        assertEquals(401, when().get(service.url() + "/users").statusCode());
    }

    @Test
    void productionDoesNotTellWhoServed() {
        Response response = read(service, "/users");
        assertEquals(200, response.statusCode());
        assertFalse(response.headers().hasHeaderWithName("Served-By"));
    }

    @Test
    void crossOriginRequestsAreOneVariableAway() {
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

    @Test
    void withoutItsIdentityProviderItStartsAndSaysSo() throws Exception {
        try (RunningPackage alone = RunningPackage.start(withKeyAt("https://127.0.0.1:1/jwks"))) {
            Response response = read(alone, "/users/ada@example.com");
            Users.assertProblem(503, "/problems/keys-unavailable", response);
            assertEquals("5", response.header("Retry-After"));
            await().until(alone::output, containsString("GET /users/(address) answered with 503"));
            assertFalse(alone.output().contains("ada@"), alone::output);
        }
    }

    /** Which other settings stop it is in AccessTest and LocalKeyTest. */
    @Test
    void thePackageDoesNotStartUntilItIsToldWhoIsLetIn() throws Exception {
        Map<String, String> environment = RunningPackage.on(RunningPackage.cluster());
        environment.remove("USER_SERVICE_AUTH");
        RunningPackage.assertStopsWith(environment, "MP_JWT_VERIFY_PUBLICKEY_LOCATION", "USER_SERVICE_AUTH=none");
    }

    private static Response read(RunningPackage asked, String path) {
        String token = Tokens.claims("users:read").sign(PAIR.getPrivate());
        return given().auth().oauth2(token).get(asked.url() + path);
    }

    private static Map<String, String> withKeyAt(String location) {
        Map<String, String> environment = RunningPackage.on(RunningPackage.cluster());
        environment.remove("USER_SERVICE_AUTH");
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", location);
        environment.put("MP_JWT_VERIFY_ISSUER", Tokens.ISSUER);
        environment.put("MP_JWT_VERIFY_AUDIENCES", Tokens.AUDIENCE);
        return environment;
    }
}
