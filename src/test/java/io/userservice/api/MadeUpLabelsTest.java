package io.userservice.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.devcluster.ClusterResource;
import io.userservice.meter.Exposition;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a client makes up is no label of a metric: each value is kept as long as the service runs, Micrometer takes no more than a
 * hundred paths, and a path has the id of a user in it.
 */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class MadeUpLabelsTest {

    @TestHTTPResource
    URI base;

    /** With {@code ^} for the ends of lines, and {@code ID} for something that is in no other request. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /users/ID HTTP/1.1^Host: a                                        | 404",
                "HEAD /users/ID HTTP/1.1^Host: a                                       | 404",
                "OPTIONS /users/ID HTTP/1.1^Host: a                                    | 200",
                "POST /users/ID HTTP/1.1^Host: a                                       | 405",
                "TRACE /users/ID HTTP/1.1^Host: a                                      | 405",
                "ID /users HTTP/1.1^Host: a                                            | 405",
                "ID /nothing HTTP/1.1^Host: a                                          | 404",
                "GET /users/ID HTTP/1.1                                                | 400",
                "GET /users/ID HTTP/1.1^Host: [::1                                     | 400",
                "GET /ID HTTP/1.1^Host: [::1                                           | 400",
                "GET /users/ID%zz HTTP/1.1^Host: a                                     | 400",
                "GET /users/ID%ff HTTP/1.1^Host: a                                     | 400",
                "GET /users/ID HTTP/1.1^Host: a^Accept: text/html                      | 406",
                "PUT /users/ID HTTP/1.1^Host: a^Content-Length: 9999999999             | 413",
                "PUT /users/ID HTTP/1.1^Host: a^Content-Type: a/b^Content-Length: 0    | 415",
                "GET /users/ID HTTP/1.1^Host: a^Origin: http://b.example               | 404",
                "GET /ID HTTP/1.1^Host: a                                              | 404",
                "GET /problems/ID HTTP/1.1^Host: a                                     | 404",
                "GET /q/swagger-ui/ID HTTP/1.1^Host: a                                 | 404",
                "GET //users//ID HTTP/1.1^Host: a                                      | 404",
                "GET /users/ID;a=ID HTTP/1.1^Host: a                                   | 404",
                "GET http://ID.example/ID HTTP/1.1^Host: a                             | 404",
            })
    void areThoseOfTheDocument(String request, int status) throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] bytes = (request.replace("ID", id).replace("^", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        try (Wire wire = new Wire(base)) {
            assertEquals(status, wire.send(request.startsWith("HEAD"), bytes).status(), request);
        }
        String metrics = Exposition.now().text();
        assertTrue(metrics.contains("http_server_requests_seconds"), metrics);
        assertEquals(
                "",
                String.join(
                        "\n", metrics.lines().filter(line -> line.contains(id)).toList()));
    }
}
