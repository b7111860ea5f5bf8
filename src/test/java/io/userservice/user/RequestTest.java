package io.userservice.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are wrong whatever the user in them: paths, methods, media types, sizes, and what is no HTTP at all. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class RequestTest {

    @TestHTTPResource
    URI base;

    @ParameterizedTest(name = "{0} {1} as {2} for {3} is {4}")
    @MethodSource
    void badRequestIsRefused(String method, String path, String contentType, String accept, int status)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, Requests.body("{}"))
                .header("Content-Type", contentType)
                .header("Accept", accept)
                .build();
        Requests.assertProblem(status, Requests.send(request));
    }

    static Stream<Arguments> badRequestIsRefused() {
        String json = "application/json";
        return Stream.of(
                arguments("GET", "/users/x", json, "*/*", 400),
                arguments("GET", "/users/1-1-1-1-1", json, "*/*", 400),
                arguments("GET", "/users/01890a5dac96774bbcceb302099a8057", json, "*/*", 400),
                arguments("GET", "/users/%00", json, "*/*", 400),
                arguments("GET", "/users/%ff", json, "*/*", 400),
                arguments("GET", Requests.NOBODY + "%20", json, "*/*", 400),
                arguments("DELETE", "/users/x", json, "*/*", 400),
                arguments("GET", Requests.NOBODY, json, "*/*", 404),
                arguments("DELETE", Requests.NOBODY, json, "*/*", 404),
                arguments("GET", "/nowhere", json, "*/*", 404),
                arguments("GET", "/users/a/b", json, "*/*", 404),
                arguments("DELETE", "/users", json, "*/*", 405),
                arguments("PATCH", Requests.NOBODY, json, "*/*", 415),
                arguments("BREW", "/users", json, "*/*", 405),
                arguments("GET", "/users", json, "text/html", 406),
                arguments("POST", "/users", json, "text/html", 406),
                arguments("GET", "/users", json, "nonsense", 406),
                arguments("POST", "/users", "text/plain", "*/*", 415),
                arguments("PUT", Requests.NOBODY, "application/xml", "*/*", 415),
                arguments("POST", "/users", "nonsense", "*/*", 415),
                arguments("POST", "/users", "application/json;charset=iso-8859-1", "*/*", 415));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void largeBodyIsRefusedAndTheConnectionStaysUsable(String name, BodyPublisher body) throws Exception {
        for (int i = 0; i < 3; i++) {
            Requests.assertProblem(413, Requests.send(base, "POST", "/users", "application/json", body));
            Requests.assertProblem(
                    404, Requests.send(base, "GET", Requests.NOBODY, "application/json", BodyPublishers.noBody()));
        }
    }

    static Stream<Arguments> largeBodyIsRefusedAndTheConnectionStaysUsable() {
        byte[] padding = new byte[1 << 20];
        Arrays.fill(padding, (byte) ' ');
        return Stream.of(
                arguments("one byte too long", Requests.body("{'email':'a'}" + " ".repeat(65_536 - 12))),
                arguments("1 MiB", BodyPublishers.ofByteArray(padding)),
                arguments("1 MiB, chunked", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(padding))));
    }

    @ParameterizedTest
    @CsvSource({"GET, /users, 200", "GET, NOBODY, 404", "DELETE, NOBODY, 404"})
    @OnlyAsService(OnlyAsService.HANGS)
    void whatTakesNoBodyTakesAnyContentType(String method, String path, int status) throws Exception {
        String target = path.replace("NOBODY", Requests.NOBODY);
        assertEquals(
                status,
                Requests.send(base, method, target, "text/plain", BodyPublishers.noBody())
                        .statusCode());
    }

    @Test
    void bodyOfExactly64KiBIsRead() throws Exception {
        String json = "{'email':'%s'}".formatted(Users.email());
        HttpResponse<String> response = Requests.send(
                base, "POST", "/users", "application/json", Requests.body(json + " ".repeat(65_536 - json.length())));
        assertEquals(201, response.statusCode());
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource
    @OnlyAsService("the socket is the event server's")
    void requestThatNoClientLibraryWouldSendIsRefused(String head, int status) throws Exception {
        String answer = answer(head);
        assertTrue(answer.matches("(?s)HTTP/1\\.[01] " + status + " .*"), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
        assertTrue(answer.contains("\"status\":" + status), answer);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource
    @OnlyAsService("the socket is the event server's")
    void whatIsNoHttpIsRefusedWithTheStatusAlone(String head, int status) throws Exception {
        String answer = answer(head);
        assertTrue(answer.matches("(?s)HTTP/1\\.[01] " + status + " .*"), answer);
    }

    private String answer(String head) throws Exception {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(10_000);
            String request = head.replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Stream<Arguments> requestThatNoClientLibraryWouldSendIsRefused() {
        return Stream.of(
                arguments("GET /users/%c0%80 HTTP/1.1\nHost: localhost", 400),
                arguments("GET /users HTTP/1.1\nHost: %%%", 400),
                arguments("GET /users HTTP/1.1", 400),
                arguments("GET /" + "x".repeat(8_000) + " HTTP/1.1\nHost: localhost", 404),
                arguments("GET /nowhere HTTP/1.1\nHost: localhost\nX: " + "x".repeat(30_000), 404),
                arguments("POST /users HTTP/1.1\nHost: localhost\nContent-Length: 4194305", 413));
    }

    static Stream<Arguments> whatIsNoHttpIsRefusedWithTheStatusAlone() {
        return Stream.of(
                arguments("GET /users/%zz HTTP/1.1\nHost: localhost", 400),
                arguments("GET /users/% HTTP/1.1\nHost: localhost", 400),
                arguments("GET /users?limit=%zz HTTP/1.1\nHost: localhost", 400),
                arguments("GET /problems/%zz HTTP/1.1\nHost: localhost", 400),
                arguments("GET /users/<x> HTTP/1.1\nHost: localhost", 400),
                arguments("GET /" + "x".repeat(16_384) + " HTTP/1.1\nHost: localhost", 414),
                arguments("GET /users HTTP/1.1\nHost: localhost\nX: " + "x".repeat(33_000), 431),
                arguments("POST /users HTTP/1.1\nHost: localhost\nContent-Length: x", 400),
                arguments("POST /users HTTP/1.1\nHost: localhost\nContent-Length: -1", 400),
                arguments("POST /users HTTP/1.1\nHost: localhost\nContent-Length: 99999999999999999999", 400),
                arguments("nonsense", 400));
    }
}
