package io.userservice.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body in chunks, RFC 9112 section 7.1, in all of the forms that it may have. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class ChunkedBodyTest {

    @TestHTTPResource
    URI base;

    /** How the body is cut ({@code ^} for the ends of lines), and what follows the last chunk. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whole    | 0^^",
                "whole    | 0^Digest: sha-256=x^^",
                "whole    | 0^A: b^C: d^^",
                "whole    | 0^X:^^",
                "whole    | 000^A: b^^",
                "whole    | 0;a=b^A: b^^",
                "bytes    | 0^^",
                "bytes    | 0^A: b^^",
                "extended | 0^^",
                "extended | 0^A: b^C: d^^",
            })
    void everyFormIsTaken(String cut, String end) throws IOException {
        String user = Users.path(Users.created());
        send(201, "POST /users", "application/json", cut, user(), end);
        send(201, "POST /users:batch", "application/json", cut, "{\"items\":[" + user() + "]}", end);
        send(200, "PUT " + user, "application/json", cut, user(), end);
        send(200, "PATCH " + user, "application/merge-patch+json", cut, user(), end);
    }

    /** What is cut off, empty or too large is still told so, whatever the trailer. */
    @ParameterizedTest
    @CsvSource({"0, 400", "1, 400", "70000, 413"})
    void whatIsWrongStaysWrong(int length, int status) throws IOException {
        String body = length == 0 ? "" : "{" + " ".repeat(length - 1);
        send(status, "POST /users", "application/json", "whole", body, "0^A: b^^");
        send(status, "POST /users", "application/json", "whole", body, "0^^");
    }

    private void send(int status, String line, String type, String cut, String body, String end) throws IOException {
        String chunks = switch (cut) {
            case "bytes" -> body.replaceAll("(?s)(.)", "1\n$1\n");
            case "extended" -> "0" + Integer.toHexString(body.length()) + ";a=b;c=\"d\"\n" + body + "\n";
            default -> body.isEmpty() ? "" : Integer.toHexString(body.length()) + "\n" + body + "\n";
        };
        String request = line + " HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\nTrailer: A\nContent-Type: "
                + type + "\n\n" + chunks + end.replace('^', '\n');
        try (Wire wire = new Wire(base)) {
            byte[] bytes = request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
            Answer answer = wire.send(false, bytes);
            assertEquals(status, answer.status(), () -> line + ": " + answer);
            // The connection is good for another one.
            assertEquals(
                    200,
                    wire.send(false, "GET /problems HTTP/1.1\r\nHost: a\r\n\r\n".getBytes())
                            .status());
        }
    }

    private static String user() {
        return "{\"email\":\"" + Users.email() + "\"}";
    }
}
