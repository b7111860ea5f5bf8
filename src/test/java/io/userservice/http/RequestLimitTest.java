package io.userservice.http;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.ThreeAtOnceNoFallback;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.RowLock;
import io.userservice.meter.Exposition;
import io.userservice.replication.Readiness;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is too much waits for a moment and is then refused. */
@QuarkusTest
@TestProfile(ThreeAtOnceNoFallback.class)
@WithTestResource(ClusterResource.class)
class RequestLimitTest {

    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 (\\d+) ");

    private static final String WAITS = "user_service_request_wait_seconds_count";

    private final ExecutorService clients = Executors.newFixedThreadPool(4);

    @TestHTTPResource
    URI base;

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @AfterEach
    void nobodyWaits() {
        clients.shutdownNow();
    }

    @Test
    void theFourthOfThreeRequestsIsRefusedWhileTheyRun() throws Exception {
        Response user = Users.created();
        String path = Users.path(user);
        try (RowLock lock = RowLock.of(ClusterResource.cluster().primary(), user.path("id"))) {
            List<Future<Response>> running = Stream.of("a", "b", "c")
                    .map(name -> clients.submit(() -> Users.put(path, name + Users.email())))
                    .toList();
            lock.awaitWaiting(3);
            Exposition before = Exposition.now();
            assertEquals(3, before.sum("user_service_requests_running"));

            for (Response refused : List.of(Users.get(path), Users.post(Users.email()), Users.get("/users/x"))) {
                Users.assertProblem(503, "/problems/overloaded", refused);
                assertEquals("1", refused.header("Retry-After"));
            }
            Exposition after = Exposition.now();
            String refused = "user_service_requests_refused_total";
            assertEquals(before.sum(refused, "waited") + 3, after.sum(refused, "waited"));
            assertEquals(before.sum(WAITS) + 3, after.sum(WAITS));
            assertEquals(0, after.sum("user_service_requests_waiting"));
            assertEquals(200, Readiness.report().statusCode());
            assertEquals(200, Users.get("/problems").statusCode());

            lock.release();
            for (Future<Response> answer : running) {
                assertEquals(200, answer.get(20, TimeUnit.SECONDS).statusCode());
            }
        }
        assertEquals(200, Users.get(path).statusCode());
    }

    @Test
    void aRequestWaitsForAPlaceInTime() throws Exception {
        Response user = Users.created();
        String path = Users.path(user);
        try (RowLock lock = RowLock.of(ClusterResource.cluster().primary(), user.path("id"))) {
            List<Future<Response>> running = Stream.of("a", "b", "c")
                    .map(name -> clients.submit(() -> Users.put(path, name + Users.email())))
                    .toList();
            lock.awaitWaiting(3);
            double waits = Exposition.now().sum(WAITS);
            Future<Response> waiting = clients.submit(() -> Users.put(path, "d" + Users.email()));
            assertThrows(TimeoutException.class, () -> waiting.get(50, TimeUnit.MILLISECONDS));
            lock.release();
            assertEquals(200, waiting.get(20, TimeUnit.SECONDS).statusCode());
            assertEquals(waits + 1, Exposition.now().sum(WAITS));
            for (Future<Response> answer : running) {
                assertEquals(200, answer.get(20, TimeUnit.SECONDS).statusCode());
            }
        }
    }

    @Test
    void theBodyOfARefusedRequestIsNotTheNextRequest() throws Exception {
        Response user = Users.created();
        String path = Users.path(user);
        try (RowLock lock = RowLock.of(ClusterResource.cluster().primary(), user.path("id"));
                Socket client = new Socket(base.getHost(), base.getPort())) {
            List<Socket> running = List.of(sent("PUT", path), sent("PUT", path), sent("PUT", path));
            lock.awaitWaiting(3);
            String body = "GET /users/x HTTP/1.1\r\nHost: localhost\r\n\r\n";
            String refused =
                    "POST /users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body;
            String next = "GET /problems HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            client.getOutputStream().write((refused + next).getBytes(StandardCharsets.US_ASCII));
            String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(
                    List.of("503", "200"),
                    STATUS.matcher(answers)
                            .results()
                            .map(status -> status.group(1))
                            .toList(),
                    answers);
            for (Socket each : running) {
                each.close();
            }
        }
    }

    @Test
    void aRequestWhoseClientHasGoneCountsUntilItIsDone() throws Exception {
        Response user = Users.created();
        String path = Users.path(user);
        try (RowLock lock = RowLock.of(ClusterResource.cluster().primary(), user.path("id"))) {
            List<Socket> gone = List.of(sent("PUT", path), sent("PUT", path), sent("PUT", path));
            lock.awaitWaiting(3);
            for (Socket client : gone) {
                client.close();
            }
            Users.assertProblem(503, "/problems/overloaded", Users.get(path));
        }
        for (int i = 0; i < 3; i++) {
            await().until(() -> Users.get(path).statusCode() == 200);
        }
    }

    @Test
    void requestsThatFailGiveTheirPlacesBack() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertEquals(400, Users.get("/users/x").statusCode());
            assertEquals(404, Users.get("/users/a/b").statusCode());
            assertEquals(405, Users.put("/users", Users.email()).statusCode());
            sent("POST", "/users").close();
        }
        await().until(() -> Users.post(Users.email()).statusCode() == 201);
    }

    /** A request whose answer nobody reads; a POST lacks a byte of its body. */
    private Socket sent(String method, String path) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        String body = "{\"email\":\"gone@example.com\"}";
        String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + (body.length() + (method.equals("POST") ? 1 : 0)) + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
