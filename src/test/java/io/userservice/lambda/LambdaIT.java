package io.userservice.lambda;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package for AWS Lambda, run as Lambda runs it: what it answers to API Gateway, and what a freeze does to it. */
class LambdaIT {
    /** Longer than knowledge holds (2 s) and than a connection may rest untried (1 s). */
    private static final Duration FREEZE = Duration.ofMillis(2500);

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String CONNECTIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE usename = '" + DevCluster.USER + "'";

    @TempDir
    static Path folder;

    private static Path taskRoot;
    private static DevCluster cluster;

    @BeforeAll
    static void unpackAndMigrate() throws Exception {
        taskRoot = folder.resolve("task");
        LambdaFunction.unpack(taskRoot);
        cluster = DevCluster.withStandbys(2);
        Flyway.configure()
                .dataSource(cluster.primary().jdbcUrl(), DevCluster.USER, DevCluster.PASSWORD)
                .load()
                .migrate();
        awaitReplicas();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    void recordedEventsAreAnswered() throws Exception {
        try (LambdaFunction function = LambdaFunction.start(taskRoot, LambdaFunction.on(cluster))) {
            JsonNode created = function.invoke(Events.recorded("post"));
            assertStatus(201, created);
            assertEquals("Zoë", body(created).path("name").asText());
            String cookie = created.path("cookies").path(0).asText();
            assertTrue(cookie.contains("HttpOnly"), created::toString);
            assertStatus(201, function.invoke(Events.recorded("post-base64")));
            assertStatus(404, function.invoke(Events.recorded("get")));
            assertStatus(200, function.invoke(Events.recorded("list")));

            String path = header(created, "location");
            String token = header(created, "consistency-token");
            JsonNode read = function.invoke(Events.header(Events.get(path), "consistency-token", token));
            assertEquals(body(created), body(read));
            assertTrue(header(read, "served-by").startsWith("replica-"), read::toString);

            ObjectNode withCookies = Events.get(path);
            withCookies.putArray("cookies").add("a=b").add(cookie.split(";", 2)[0]);
            JsonNode readWithCookie = function.invoke(withCookies);
            assertTrue(header(readWithCookie, "served-by").contains("reason=token-"), readWithCookie::toString);

            JsonNode head = function.invoke(Events.head(path));
            assertStatus(200, head);
            assertTrue(head.path("body").isNull(), head::toString);
            assertStatus(304, function.invoke(Events.header(Events.get(path), "if-none-match", "\"7\", \"0\"")));
            assertStatus(413, function.invoke(Events.post("/users", "x".repeat(70_000))));
            assertStatus(400, function.invoke(Events.post("/users", "{\"email\":5}")));
            assertStatus(204, function.invoke(Events.delete(path)));
        }
    }

    @Test
    void manyUsersAreCreatedAtOnce() throws Exception {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            items.append(i == 0 ? "" : ",")
                    .append("{\"email\":\"")
                    .append(email())
                    .append("\"}");
        }
        try (LambdaFunction function = LambdaFunction.start(taskRoot, LambdaFunction.on(cluster))) {
            JsonNode created = function.invoke(Events.post("/users:batch", "{\"items\":[" + items + "]}"));
            assertStatus(201, created);
            assertEquals(1000, body(created).path("items").size());
        }
    }

    @Test
    void deadConnectionsAndStaleKnowledgeCostNoErrorAfterAFreeze() throws Exception {
        try (LambdaFunction function = LambdaFunction.start(taskRoot, LambdaFunction.on(cluster))) {
            String path = header(function.invoke(post()), "location");
            readFromEachReplica(function, path);
            for (int freeze = 0; freeze < 3; freeze++) {
                function.whileFrozen(FREEZE, LambdaIT::breakAllConnections);
                JsonNode changed = function.invoke(Events.put(path, "{\"email\":\"" + email() + "\"}"));
                assertStatus(200, changed);
                awaitReplicas();
                readFromEachReplica(function, path);
                assertEquals(body(changed), body(function.invoke(Events.get(path))));
            }
        }
    }

    @Test
    void whatChangedDuringAFreezeIsShown() throws Exception {
        try (LambdaFunction function = LambdaFunction.start(taskRoot, LambdaFunction.on(cluster))) {
            String path = header(function.invoke(post()), "location");
            awaitReplicas();
            readFromEachReplica(function, path);
            String email = email();
            function.whileFrozen(FREEZE, () -> {
                Superuser.ask(
                        cluster.primary(),
                        "UPDATE users SET email = '" + email + "' WHERE id = '" + path.substring("/users/".length())
                                + "' RETURNING id");
                awaitReplicas();
                breakAllConnections();
            });
            JsonNode read = function.invoke(Events.header(Events.get(path), "consistency", "bounded;max-staleness=1"));
            assertStatus(200, read);
            assertEquals(email, body(read).path("email").asText());
            // Only who has asked the replica after the thaw can know that.
            assertTrue(header(read, "served-by").endsWith(";reason=fresh-enough"), read::toString);
        }
    }

    @Test
    void aReplicaThatDiesDuringAFreezeCostsNoError() throws Exception {
        try (LambdaFunction function = LambdaFunction.start(taskRoot, LambdaFunction.on(cluster))) {
            String path = header(function.invoke(post()), "location");
            awaitReplicas();
            readFromEachReplica(function, path);
            PostgresServer victim = cluster.server("replica-1");
            try {
                function.whileFrozen(FREEZE, () -> Faults.kill(victim));
                for (int i = 0; i < 20; i++) {
                    JsonNode read = function.invoke(Events.get(path));
                    assertStatus(200, read);
                    assertTrue(header(read, "served-by").contains("replica-2"), read::toString);
                }
                assertStatus(201, function.invoke(post()));
            } finally {
                victim.start();
                awaitReplicas();
            }
        }
    }

    @Test
    void aSnapshotHoldsNoConnection() throws Exception {
        Map<String, String> environment = LambdaFunction.on(cluster);
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        try (LambdaFunction function = LambdaFunction.start(taskRoot, environment)) {
            function.api().awaitReadyForSnapshot();
            for (PostgresServer server : cluster.servers()) {
                await().atMost(LIMIT).until(() -> Superuser.ask(server, CONNECTIONS), "0"::equals);
            }
            function.api().restored();
            assertStatus(201, function.invoke(post()));
            assertStatus(200, function.invoke(Events.get("/users")));
        }
    }

    @Test
    void aFunctionHoldsFewConnections() throws Exception {
        try (LambdaFunction function = LambdaFunction.start(taskRoot, LambdaFunction.on(cluster))) {
            String path = header(function.invoke(post()), "location");
            awaitReplicas();
            readFromEachReplica(function, path);
            function.invoke(Events.header(Events.get(path), "consistency", "strong"));
            await().atMost(LIMIT).until(function.api()::isIdle);
            assertEquals("3", Superuser.ask(cluster.primary(), CONNECTIONS), "one writes, one reads, one probes");
            for (PostgresServer replica : cluster.servers().subList(1, 3)) {
                assertEquals("2", Superuser.ask(replica, CONNECTIONS), "one reads, one probes");
            }
        }
    }

    @Test
    void aFunctionDoesNotStartUntilItIsToldWhoIsLetIn() throws Exception {
        Map<String, String> environment = LambdaFunction.on(cluster);
        environment.remove("USER_SERVICE_AUTH");
        try (LambdaFunction function = LambdaFunction.start(taskRoot, environment)) {
            String error = function.api().initError() + function.output();
            assertTrue(error.contains("USER_SERVICE_AUTH=none"), error);
        }
    }

    private static ObjectNode post() throws Exception {
        return Events.post("/users", "{\"email\":\"" + email() + "\"}");
    }

    private static void readFromEachReplica(LambdaFunction function, String path) throws Exception {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100 && seen.size() < 2; i++) {
            JsonNode read = function.invoke(Events.get(path));
            assertStatus(200, read);
            seen.add(header(read, "served-by"));
        }
        assertEquals(Set.of("replica-1;reason=read-only", "replica-2;reason=read-only"), seen);
    }

    private static void breakAllConnections() {
        cluster.servers()
                .forEach(server -> Superuser.ask(
                        server,
                        "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = '"
                                + DevCluster.USER + "'"));
    }

    private static void awaitReplicas() {
        cluster.servers().stream().skip(1).forEach(replica -> Faults.awaitCaughtUp(replica, cluster.primary()));
    }

    private static void assertStatus(int status, JsonNode answer) {
        assertEquals(status, answer.path("statusCode").asInt(), answer::toString);
    }

    private static JsonNode body(JsonNode answer) throws Exception {
        return new ObjectMapper().readTree(answer.path("body").asText());
    }

    private static String header(JsonNode answer, String name) {
        for (var header : answer.path("headers").properties()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue().asText();
            }
        }
        throw new AssertionError("no " + name + " in " + answer);
    }

    private static String email() {
        return "user-" + UUID.randomUUID() + "@example.com";
    }
}
