package io.userservice.replication;

import static io.restassured.RestAssured.given;
import static io.userservice.devcluster.Faults.withPrimaryDown;
import static io.userservice.devcluster.Faults.withReceiverCut;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Superuser;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time decides whether a replica is late, however little is written. */
@QuarkusTest
@TestProfile(LateReplicaTest.SoonLate.class)
@WithTestResource(ClusterResource.class)
class LateReplicaTest {

    private static final Duration MAX_LAG = Duration.ofMillis(500);
    private static final String UP = "state=up ";

    /** Half a second is late. */
    public static final class SoonLate implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("user-service.replication.max-lag", MAX_LAG.toMillis() + "ms");
        }
    }

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void aReplicaThatReceivesNothingIsLateOnceThePrimaryMovesOn() throws Exception {
        withReceiverCut("replica-1", () -> {
            long since = System.nanoTime();
            while (System.nanoTime() - since < 3 * MAX_LAG.toNanos()) {
                String line = Readiness.line("replica-1");
                assertTrue(line.contains(UP) || !hasAll("replica-1"), line);
            }
            Users.created();
            Readiness.awaitLine("replica-1", "state=late ");
            for (int i = 0; i < 20; i++) {
                assertEquals("replica-2;reason=read-only", given().get("/who").header("Served-By"));
            }
        });
        Readiness.awaitAllUp();
    }

    /** Nobody is late for a primary that says nothing. */
    @Test
    void noReplicaIsLateWhileThePrimaryIsDown() throws Exception {
        withPrimaryDown(() -> {
            long since = System.nanoTime();
            Readiness.awaitLine("primary", "state=banned");
            await().until(() -> System.nanoTime() - since > 3 * MAX_LAG.toNanos());
            for (String replica : new String[] {"replica-1", "replica-2"}) {
                assertTrue(Readiness.line(replica).contains(UP), () -> Readiness.line(replica));
            }
            assertTrue(given().get("/who").header("Served-By").matches("replica-[12];reason=read-only"));
        });
        Readiness.awaitAllUp();
    }

    /** Whether the primary has written nothing beyond what the replica has: it writes some by itself. */
    private static boolean hasAll(String replica) {
        String flushed = Superuser.ask(ClusterResource.cluster().primary(), "SELECT pg_current_wal_flush_lsn()");
        return Superuser.ask(ClusterResource.cluster().server(replica), "SELECT pg_last_wal_replay_lsn()")
                .equals(flushed);
    }
}
