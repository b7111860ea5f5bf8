package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reads that wait for a replica take from others: there is one connection to each. */
@QuarkusTest
@TestProfile(CheapWaitTest.LongWaits.class)
@WithTestResource(ClusterResource.class)
class CheapWaitTest {

    private static final int READS = 20;

    /** Waits end only when the replica is there. */
    public static final class LongWaits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "user-service.consistency.wait", "20s",
                    "quarkus.datasource.jdbc.max-size", "1");
        }
    }

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void aReadThatWaitsKeepsNoConnectionAndAsksNothingByItself() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(READS);
        List<Future<Response>> reads = new ArrayList<>();
        try {
            withReplayPaused(
                    "replica-1",
                    () -> withReplayPaused("replica-2", () -> {
                        Response created = Users.created();
                        for (int i = 0; i < READS; i++) {
                            reads.add(threads.submit(
                                    () -> Users.getWithToken(Users.path(created), Users.token(created))));
                        }
                        await().until(() -> watches() > 0);
                        for (int i = 0; i < READS; i++) {
                            assertEquals(200, given().get("/who").statusCode());
                            assertTrue(given().get("/who").header("Served-By").endsWith("reason=read-only"));
                        }
                        assertTrue(watches() <= 2, "one for each replica");
                        assertTrue(reads.stream().noneMatch(Future::isDone), "nobody has it yet");
                        Faults.resumeReplay(ClusterResource.cluster().server("replica-1"));
                        Faults.resumeReplay(ClusterResource.cluster().server("replica-2"));
                        for (Future<Response> read : reads) {
                            assertEquals(200, read.get().statusCode());
                            String servedBy = read.get().header("Served-By");
                            assertTrue(servedBy.matches("replica-[12];reason=token-(awaited|reached)"), servedBy);
                        }
                    }));
        } finally {
            threads.shutdownNow();
        }
    }

    /** Sessions on both replicas that are asking how far it is. */
    private static long watches() {
        return ClusterResource.cluster().servers().stream()
                .skip(1)
                .mapToLong(replica -> Long.parseLong(Superuser.ask(
                        replica,
                        "select count(*) from pg_stat_activity where query like 'select pg_last_wal_replay_lsn() -%'")))
                .sum();
    }
}
