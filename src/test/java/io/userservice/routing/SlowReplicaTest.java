package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.Superuser;
import io.userservice.meter.Exposition;
import io.userservice.replication.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica whose reads take many times as long as those of the other gets few of them, until they do no more. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class SlowReplicaTest {

    private static final int CLIENTS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicBoolean enough = new AtomicBoolean();

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @AfterEach
    void noServerIsSlow() {
        enough.set(true);
        clients.shutdown();
        slow("-1");
        Readiness.awaitAllUp();
    }

    @Test
    void aSlowReplicaGetsFewReadsUntilItIsWellAgain() throws Exception {
        List<Future<?>> reads = startReading();
        slow(SlowResource.SLOW_VALUE);
        await().atMost(LIMIT).until(() -> Readiness.line("replica-1").contains("state=slow "));
        assertTrue(Readiness.line("replica-1").contains("its reads take"), () -> Readiness.line("replica-1"));
        assertEquals(200, Readiness.report().statusCode(), "ready all the same");
        assertEquals(1, gauge());
        // Or the replica would get fewer because those are busy there.
        stop(reads);
        int onReplica1 = 0;
        for (int i = 0; i < 200; i++) {
            onReplica1 += read().asString().equals("replica-1") ? 1 : 0;
        }
        int many = onReplica1;
        assertTrue(many < 40, () -> many + " of 200 reads");
        // The last one gets all.
        Faults.withReplicaDown("replica-2", () -> {
            Readiness.awaitLine("replica-2", "state=banned");
            assertEquals("replica-1", read().asString());
        });
        slow("-1");
        reads = startReading();
        await().atMost(LIMIT).until(() -> Readiness.line("replica-1").contains("state=up "));
        assertEquals(0, gauge());
        stop(reads);
    }

    private List<Future<?>> startReading() {
        enough.set(false);
        List<Future<?>> reads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            reads.add(clients.submit(this::readOn));
        }
        return reads;
    }

    private void stop(List<Future<?>> reads) throws Exception {
        enough.set(true);
        for (Future<?> read : reads) {
            read.get();
        }
    }

    private void readOn() {
        while (!enough.get()) {
            assertEquals(200, read().statusCode());
        }
    }

    private static Response read() {
        return given().get("/slow/here");
    }

    private static void slow(String value) {
        Superuser.set(ClusterResource.cluster().server("replica-1"), SlowResource.SLOW_HERE, value);
    }

    private static double gauge() {
        return Exposition.now().sum("user_service_server_state", "server=\"replica-1\"", "state=\"slow\"");
    }
}
