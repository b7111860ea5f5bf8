package io.userservice.lambda;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.Users;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left of a function's connections and knowledge when Lambda has frozen it, or started it from a snapshot. */
class FreezeIT extends FunctionFixture {

    /** Longer than knowledge holds (2 s) and than a connection may rest untried (1 s). */
    private static final Duration FREEZE = Duration.ofMillis(2500);

    @Test
    void deadConnectionsAndStaleKnowledgeCostNoErrorAfterAFreeze() throws Exception {
        try (LambdaFunction function = functions.start()) {
            String path = function.invoke(Events.newUser()).header("location");
            functions.readFromEachReplica(function, path);
            for (int freeze = 0; freeze < 3; freeze++) {
                function.whileFrozen(FREEZE, functions::breakAllConnections);
                FunctionAnswer changed = function.invoke(Events.put(path, "{\"email\":\"" + Users.email() + "\"}"));
                changed.assertStatus(200);
                functions.awaitReplicas();
                functions.readFromEachReplica(function, path);
                assertEquals(changed.body(), function.invoke(Events.get(path)).body());
            }
        }
    }

    @Test
    void whatChangedDuringAFreezeIsShown() throws Exception {
        try (LambdaFunction function = functions.start()) {
            String path = function.invoke(Events.newUser()).header("location");
            functions.awaitReplicas();
            functions.readFromEachReplica(function, path);
            String email = Users.email();
            function.whileFrozen(FREEZE, () -> {
                Superuser.ask(
                        functions.cluster().primary(),
                        "UPDATE users SET email = '" + email + "' WHERE id = '" + path.substring("/users/".length())
                                + "' RETURNING id");
                functions.awaitReplicas();
                functions.breakAllConnections();
            });
            FunctionAnswer read =
                    function.invoke(Events.header(Events.get(path), "consistency", "bounded;max-staleness=1"));
            read.assertStatus(200);
            assertEquals(email, read.body().path("email").asText());
            // Only who has asked the replica after the thaw can know that.
            assertTrue(read.header("served-by").endsWith(";reason=fresh-enough"), read::toString);
        }
    }

    @Test
    void aReplicaThatDiesDuringAFreezeCostsNoError() throws Exception {
        try (LambdaFunction function = functions.start()) {
            String path = function.invoke(Events.newUser()).header("location");
            functions.awaitReplicas();
            functions.readFromEachReplica(function, path);
            PostgresServer victim = functions.cluster().server("replica-1");
            try {
                function.whileFrozen(FREEZE, () -> Faults.kill(victim));
                for (int i = 0; i < 20; i++) {
                    FunctionAnswer read = function.invoke(Events.get(path));
                    read.assertStatus(200);
                    assertTrue(read.header("served-by").contains("replica-2"), read::toString);
                }
                function.invoke(Events.newUser()).assertStatus(201);
            } finally {
                victim.start();
                functions.awaitReplicas();
            }
        }
    }

    @Test
    void aSnapshotHoldsNoConnection() throws Exception {
        Map<String, String> environment = functions.environment();
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        try (LambdaFunction function = functions.start(environment)) {
            function.api().awaitReadyForSnapshot();
            for (PostgresServer server : functions.cluster().servers()) {
                await().atMost(LIMIT).until(() -> functions.connections(server) == 0);
            }
            function.api().restored();
            function.invoke(Events.newUser()).assertStatus(201);
            function.invoke(Events.get("/users")).assertStatus(200);
        }
    }

    /** So that the first request after a restore finds warm code: the databases were asked. */
    @Test
    void aSnapshotIsTakenAfterARehearsal() throws Exception {
        Map<String, String> environment = functions.environment();
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        PostgresServer primary = functions.cluster().primary();
        List<PostgresServer> servers = functions.cluster().servers();
        servers.forEach(server -> Superuser.set(server, "log_statement", "all"));
        try (LambdaFunction function = functions.start(environment)) {
            function.api().awaitReadyForSnapshot();
            assertTrue(primary.log().contains("select 1 where false"), "no write was rehearsed");
            assertTrue(
                    servers.stream()
                            .skip(1)
                            .anyMatch(server -> server.log().contains("left join (select 1 where false)")),
                    "no read was rehearsed on a replica");
        } finally {
            servers.forEach(server -> Superuser.set(server, "log_statement", "none"));
        }
    }
}
