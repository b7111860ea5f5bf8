package io.userservice.routing;

import static io.userservice.devcluster.Faults.withReplicaDown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.meter.Exposition;
import io.userservice.replication.Readiness;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads that replicas should have answered do not crowd out the writes. */
@QuarkusTest
@TestProfile(OneConnectionEach.class)
@WithTestResource(ClusterResource.class)
class FallbackBudgetTest {

    private static final int CLIENTS = 16;
    private static final String REFUSED = "user_service_fallbacks_refused_total";
    private static final String WAITS = "user_service_fallback_wait_seconds_count";

    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);

    @Inject
    Calls calls;

    @AfterEach
    void allServersAreBack() {
        reader.shutdownNow();
        Readiness.awaitAllUp();
    }

    @Test
    void whoFindsNoPlaceInTimeIsRefusedAndWritesGoOn() throws Exception {
        Readiness.awaitAllUp();
        withReplicaDown(
                "replica-1",
                () -> withReplicaDown("replica-2", () -> {
                    Future<String> slow = reader.submit(this::readSlowlyOnThePrimary);
                    assertTrue(started.await(20, TimeUnit.SECONDS));

                    Exposition before = Exposition.now();
                    assertEquals(1, before.sum("user_service_fallbacks_running"));
                    assertEquals(1, before.sum("user_service_fallback_budget"));
                    Response refused = Users.get("/who");
                    Users.assertProblem(503, "/problems/read-unavailable", refused);
                    assertEquals("1", refused.header("Retry-After"));
                    Exposition after = Exposition.now();
                    assertEquals(before.sum(REFUSED) + 1, after.sum(REFUSED));
                    assertEquals(before.sum(WAITS) + 1, after.sum(WAITS));
                    Users.created();

                    finish.countDown();
                    assertEquals("primary", slow.get(20, TimeUnit.SECONDS));
                    assertEquals("primary", Users.get("/who").asString());
                }));
    }

    @Test
    void beyondTheBudgetReadsWaitForTheirTurn() throws Exception {
        Readiness.awaitAllUp();
        withReplicaDown(
                "replica-1",
                () -> withReplicaDown("replica-2", () -> {
                    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
                    try {
                        List<Future<Response>> reads = new ArrayList<>();
                        for (int i = 0; i < 40 * CLIENTS; i++) {
                            reads.add(clients.submit(() -> Users.get("/who")));
                        }
                        for (Future<Response> read : reads) {
                            assertEquals(
                                    "primary", read.get(30, TimeUnit.SECONDS).asString());
                        }
                    } finally {
                        clients.shutdownNow();
                    }
                }));
    }

    @Test
    void readsThatBelongOnThePrimaryNeedNoRoom() throws Exception {
        Readiness.awaitAllUp();
        withReplicaDown(
                "replica-1",
                () -> withReplicaDown("replica-2", () -> {
                    Future<String> slow = reader.submit(this::readSlowlyOnThePrimary);
                    assertTrue(started.await(20, TimeUnit.SECONDS));
                    assertEquals("primary", Users.get("/who/primary").asString());
                    assertFalse(slow.isDone(), "there was room");
                    finish.countDown();
                    assertEquals("primary", slow.get(20, TimeUnit.SECONDS));
                }));
    }

    private String readSlowlyOnThePrimary() {
        return calls.onAnyReplica(session -> {
            String server = Calls.whoAnswers(session);
            started.countDown();
            try {
                finish.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return server;
        });
    }
}
