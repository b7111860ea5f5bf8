package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.CapturedLog;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.Readiness;
import io.userservice.replication.ReplicationStatus;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that ended while it rested costs nobody an error, and says nothing of its server. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class EndedConnectionTest {

    @Inject
    Servers servers;

    private static final String RESTING = "select count(*) from pg_stat_activity where usename = '" + DevCluster.USER
            + "' and state = 'idle' and pid <> pg_backend_pid()";

    private final PostgresServer primary = ClusterResource.cluster().primary();

    @BeforeEach
    @AfterEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void aWriteTakesAnotherOne() throws Exception {
        assertNobodyIsBanned(CapturedLog.during(() -> {
            for (int i = 0; i < 5; i++) {
                Users.created();
                endAll(primary);
                assertAnswered(201, Users.post(Users.email()));
            }
        }));
    }

    @Test
    void aReadOnThePrimaryTakesAnotherOne() throws Exception {
        assertNobodyIsBanned(CapturedLog.during(() -> {
            for (int i = 0; i < 5; i++) {
                assertAnswered(200, strongRead());
                endAll(primary);
                assertAnswered(200, strongRead());
            }
        }));
    }

    @Test
    void aReadOnAReplicaIsAnswered() throws Exception {
        assertNobodyIsBanned(CapturedLog.during(() -> {
            for (int i = 0; i < 5; i++) {
                assertAnswered(200, Users.get("/users"));
                endAll(ClusterResource.cluster().server("replica-1"));
                endAll(ClusterResource.cluster().server("replica-2"));
                Instant ended = Instant.now();
                assertAnswered(200, Users.get("/users"));
                // A probe whose new connection is ended too has a reason to blame the server.
                await().until(() -> servers.replicas().stream().allMatch(replica -> wasSeen(replica, ended)));
            }
        }));
    }

    private static boolean wasSeen(Server replica, Instant since) {
        ReplicationStatus last = replica.status().last();
        return last != null && last.at().isAfter(since);
    }

    @Test
    void aServerThatEndsIdleSessionsIsNotBlamed() throws Exception {
        Superuser.set(primary, "idle_session_timeout", "1500ms");
        // The setting is nothing to those that rest already.
        endAll(primary);
        try {
            assertNobodyIsBanned(CapturedLog.during(() -> {
                for (int i = 0; i < 2; i++) {
                    assertAnswered(201, Users.post(Users.email()));
                    // The probe's own never rests for that long.
                    await().atMost(Duration.ofSeconds(20))
                            .pollDelay(Duration.ofMillis(500))
                            .until(() -> Integer.parseInt(Superuser.ask(primary, RESTING)) <= 1);
                    assertAnswered(201, Users.post(Users.email()));
                }
            }));
        } finally {
            Superuser.set(primary, "idle_session_timeout", "0");
        }
    }

    private static Response strongRead() {
        return given().header("Consistency", "strong").get("/users");
    }

    /** All sessions of the service, the probe's too. */
    private static void endAll(PostgresServer server) {
        Superuser.ask(
                server,
                "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where usename = '"
                        + DevCluster.USER + "'");
    }

    private static void assertAnswered(int status, Response answer) {
        assertEquals(status, answer.statusCode(), answer::asString);
    }

    private static void assertNobodyIsBanned(List<String> lines) {
        assertEquals(
                List.of(),
                lines.stream().filter(line -> line.contains("server-banned")).toList());
    }
}
