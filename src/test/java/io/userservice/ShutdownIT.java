package io.userservice;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.RowLock;
import io.userservice.devcluster.Superuser;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A service that is stopped finishes what it has begun, and begins nothing. */
class ShutdownIT {

    private static final int SIGTERM = 128 + 15;

    private final DevCluster cluster = RunningPackage.cluster();

    @Test
    void aWriteThatRunsIsFinishedAndNewRequestsAreRefused() throws Exception {
        Map<String, String> environment = RunningPackage.on(cluster, "replica-1");
        // No limit to how long the write may wait for its lock.
        environment.put("QUARKUS_DATASOURCE_JDBC_NEW_CONNECTION_SQL", "");
        environment.put("USER_SERVICE_LIVE_ENABLED", "true");
        try (RunningPackage service = RunningPackage.start(environment)) {
            String users = service.url() + "/users";
            String id = write("POST", users, "before@example.com").path("id");
            // Whoever looks at the live page would go on for ever.
            CompletableFuture<HttpResponse<String>> page = HttpClient.newHttpClient()
                    .sendAsync(
                            HttpRequest.newBuilder(URI.create(service.managementUrl() + "/q/servers/events"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            CompletableFuture<Response> write;
            try (RowLock lock = RowLock.of(cluster.primary(), id)) {
                write = CompletableFuture.supplyAsync(() -> write("PUT", users + "/" + id, "after@example.com"));
                lock.awaitWaiting(1);
                service.terminate();
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> given().get(users).statusCode(), status -> status != 200);

                Response refused = given().get(users);
                Users.assertProblem(503, "/problems/shutting-down", refused);
                assertEquals("1", refused.header("Retry-After"));
                assertEquals("close", refused.header("Connection"));
                assertEquals(
                        503,
                        given().get(service.managementUrl() + "/q/health/ready").statusCode());
            }
            Response answer = write.get(20, TimeUnit.SECONDS);
            assertEquals(200, answer.statusCode(), answer::asString);
            assertTrue(answer.headers().hasHeaderWithName("Consistency-Token"));
            assertEquals(SIGTERM, service.exitCode(), service::output);
            String events = page.get(1, TimeUnit.SECONDS).body();
            assertTrue(events.contains("\"servers\"") && events.endsWith("\n\n"), events);
            assertEquals(
                    "after@example.com",
                    Superuser.ask(cluster.primary(), "select email from users where id = '" + id + "'"));
            assertThrows(ConnectException.class, () -> given().get(users));
            for (String complaint : new String[] {"ERROR", "Exception", "Timed out"}) {
                assertTrue(!service.output().contains(complaint), service::output);
            }
        }
    }

    @Test
    void whileItWaitsForTheLoadBalancerItGoesOn() throws Exception {
        Map<String, String> environment = RunningPackage.on(cluster, "replica-1");
        environment.put("QUARKUS_SHUTDOWN_DELAY", "60S");
        try (RunningPackage service = RunningPackage.start(environment)) {
            String ready = service.managementUrl() + "/q/health/ready";
            assertEquals(200, given().get(ready).statusCode());
            service.terminate();
            await().until(() -> given().get(ready).statusCode() == 503);
            assertEquals(200, given().get(service.url() + "/users").statusCode());
        }
    }

    private static Response write(String method, String url, String email) {
        return given().contentType(ContentType.JSON)
                .body("{\"email\":\"" + email + "\"}")
                .request(method, url);
    }
}
