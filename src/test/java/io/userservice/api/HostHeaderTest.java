package io.userservice.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.devcluster.ClusterResource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/1.1 needs a Host, given once, that is one; HTTP/1.0 needs none. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class HostHeaderTest {

    @TestHTTPResource
    URI base;

    /** With {@code ^} for the ends of lines. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // RFC 9112 section 3.2
                "GET /users HTTP/1.1                                              | 400",
                "GET /users HTTP/1.1^Host: a b                                   | 400",
                "GET /users HTTP/1.0^Host: a b                                   | 400",
                "GET /users HTTP/1.1^Host: localhost^Host: localhost             | 400",
                "GET /users HTTP/1.1^Host: localhost^Host: other.example         | 400",
                "GET /users HTTP/1.1^host: localhost^X: y^HOST: other.example    | 400",
                "GET /users HTTP/1.0^Host: a^Host: b                              | 400",
                "GET http://localhost/users HTTP/1.1^Host: a^Host: b             | 400",
                "GET /users HTTP/1.1^Host: user@localhost                        | 400",
                "GET /users HTTP/1.1^Host: a, b                                  | 400",
                "GET /users HTTP/1.1^Host: http://localhost/                     | 400",
                "GET /users HTTP/1.1^Host: localhost:x                           | 400",
                "GET /users HTTP/1.1^Host: [::1                                  | 400",
                "GET /users HTTP/1.1^Host:                                       | 200",
                "GET /users HTTP/1.1^Host: [::1]:8080                            | 200",
                "GET /users HTTP/1.1^Host: 127.0.0.1:8080                        | 200",
                "GET /users HTTP/1.1^Host: a_b.example                           | 200",
                "GET /problems HTTP/1.1^Host: a^Host: b                          | 400",
            })
    void isOneOrRefused(String request, int status) throws Exception {
        byte[] bytes = (request.replace("^", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        try (Wire wire = new Wire(base)) {
            assertEquals(status, wire.send(false, bytes).status(), request);
        }
    }
}
