package io.userservice.routing;

import static io.userservice.Patience.await;
import static io.userservice.devcluster.Faults.withReplicaFrozen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.replication.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads that a server keeps waiting are cut off and go elsewhere, well before its connections time out (5 s). */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class HungReplicaTest {

    private static final Logger log = Logger.getLogger(HungReplicaTest.class);

    private static final int CLIENTS = 6;

    /** Half a second on a machine that does nothing else. */
    private static final long WORST_MILLIS = 2000;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong worstNanos = new AtomicLong();

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @AfterEach
    void allServersAreBack() {
        clients.shutdownNow();
        Readiness.awaitAllUp();
    }

    @Test
    void noReadWaitsForLong() throws Exception {
        List<Future<?>> reads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            reads.add(clients.submit(this::readOn));
        }
        awaitMoreReads(reads);
        long worst = 0;
        for (int i = 0; i < 3; i++) {
            worstNanos.set(0);
            withReplicaFrozen("replica-1", () -> awaitMoreReads(reads));
            // The next time it has a small share, and its connections have rested.
            Readiness.awaitAllUp();
            awaitMoreReads(reads);
            long millis = TimeUnit.NANOSECONDS.toMillis(worstNanos.get());
            log.infof("the worst read took %d ms", millis);
            worst = Math.max(worst, millis);
        }
        enough.set(true);
        for (Future<?> read : reads) {
            read.get(30, TimeUnit.SECONDS);
        }
        assertTrue(worst < WORST_MILLIS, "the worst read took " + worst + " ms");
    }

    private void awaitMoreReads(List<Future<?>> reads) {
        int before = answered.get();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> answered.get() > before + 600 || reads.stream().anyMatch(Future::isDone));
    }

    private void readOn() {
        while (!enough.get()) {
            long start = System.nanoTime();
            Response read = Users.get("/who");
            assertEquals(200, read.statusCode(), read::asString);
            worstNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
            answered.incrementAndGet();
        }
    }
}
