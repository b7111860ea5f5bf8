package io.userservice.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.userservice.BetweenProxies;
import io.userservice.CapturedLog;
import io.userservice.devcluster.ClusterResource;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service that browsers may call from one other origin. */
@QuarkusTest
@TestProfile(BetweenProxies.class)
@WithTestResource(ClusterResource.class)
class CrossOriginTest {

    @TestHTTPResource
    URI base;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /users                | https://app.example  | 200",
                "GET /users                | https://b.example    | 200",
                "GET /users/x              | https://app.example  | 400",
                "GET /nothing              | https://app.example  | 404",
                "GET /problems             | https://app.example  | 200",
                "GET /q/openapi            | https://app.example  | 200",
                "GET /users                | -                    | 200",
                "GET /nothing              | -                    | 404",
                "PUT /users                | -                    | 405",
                "GET /users                | http://localhost     | 200",
                "GET /users?limit=1        | http://localhost:80  | 200",
                "PUT /users                | http://localhost     | 405",
                "OPTIONS /users            | http://localhost     | 200",
                "GET /users                | https://evil.example | 403",
                "POST /users               | https://evil.example | 403",
                "OPTIONS /users            | https://evil.example | 403",
                "GET /nothing              | https://evil.example | 403",
                "GET /problems             | https://evil.example | 403",
                "GET /users                | null                 | 403",
                "GET /users                | http                 | 403",
                "GET /users                | http://              | 403",
                "GET /users?limit=1        | http://other         | 403",
                "PUT /users                | https://app.example  | 403",
                "OPTIONS /users            | https://app.example  | 403",
            })
    void aRefusalIsAProblemAndEveryAnswerVaries(String line, String origin, int status) throws Exception {
        List<String> log = CapturedLog.during(() -> {
            Answer answer = send(line + " HTTP/1.1\nHost: localhost\n", origin);
            assertEquals(status, answer.status(), answer::toString);
            assertEquals(Optional.of("Origin"), answer.header("Vary"));
            assertTrue(answer.header("X-Content-Type-Options").isPresent());
            if (status == 403) {
                assertEquals("application/problem+json", answer.mediaType());
                assertTrue(answer.body().contains("\"status\":403"), answer::body);
            }
            boolean let = status != 403 && origin.startsWith("https:");
            assertEquals(Optional.of(origin).filter(some -> let), answer.header("Access-Control-Allow-Origin"));
        });
        assertEquals(List.of(), log);
    }

    @Test
    void aPreflightRequestIsAnswered() throws Exception {
        String asked = "OPTIONS /users HTTP/1.1\nHost: localhost\nAccess-Control-Request-Method: POST\n";
        Answer good = send(asked, "https://app.example");
        assertEquals(200, good.status());
        assertEquals(Optional.of("https://app.example"), good.header("Access-Control-Allow-Origin"));
        assertEquals(Optional.of("Origin"), good.header("Vary"));
        assertEquals(403, send(asked, "https://evil.example").status());
    }

    /** HTTP/1.0 needs no Host, so that nothing can be the same origin. */
    @Test
    void noHostIsNoError() throws Exception {
        assertEquals(200, send("GET /users HTTP/1.0\n", "-").status());
        assertEquals(200, send("GET /users HTTP/1.0\n", "https://app.example").status());
        assertEquals(403, send("GET /users HTTP/1.0\n", "http://localhost").status());
    }

    private Answer send(String head, String origin) throws IOException {
        String header = origin.equals("-") ? "" : "Origin: " + origin + "\n";
        try (Wire wire = new Wire(base)) {
            byte[] request = (head + header + "Connection: close\n\n")
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            return wire.send(false, request);
        }
    }
}
