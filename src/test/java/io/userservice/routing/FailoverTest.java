package io.userservice.routing;

import static io.userservice.Patience.await;
import static io.userservice.devcluster.Faults.withReplicaDown;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sick replica costs no read an error. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class FailoverTest {

    private static final int CLIENTS = 8;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);

    @BeforeEach
    void bothReplicasServe() {
        Readiness.awaitAllUp();
        await().until(() -> Users.get("/who").asString().equals("replica-1"));
        await().until(() -> Users.get("/who").asString().equals("replica-2"));
    }

    @AfterEach
    void allServersAreBack() {
        clients.shutdownNow();
        Readiness.awaitAllUp();
    }

    @Test
    void noReadFailsWhenAReplicaIsKilled() throws Exception {
        withReplicaDown("replica-1", () -> {
            for (int i = 0; i < 200; i++) {
                assertEquals("replica-2", answer(Users.get("/who")));
            }
        });
    }

    @Test
    void noReadFailsWhenAReplicaIsKilledUnderLoad() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        List<Future<?>> reads = everyClient(() -> {
            while (!enough.get()) {
                answer(Users.get("/who"));
                answered.incrementAndGet();
            }
        });
        await().until(() -> answered.get() > 100);
        withReplicaDown("replica-2", () -> {
            int before = answered.get();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> answered.get() > before + 400 || reads.stream().anyMatch(Future::isDone));
            enough.set(true);
            assertAllAnswered(reads);
        });
    }

    @Test
    void noReadFailsWhenAReplicaFreezes() throws Exception {
        withReplicaFrozen(
                "replica-1",
                () -> assertAllAnswered(everyClient(() -> {
                    for (int i = 0; i < 20; i++) {
                        answer(Users.get("/who"));
                    }
                })));
    }

    @Test
    void thePrimaryAnswersWhenBothReplicasAreDown() throws Exception {
        withReplicaDown(
                "replica-1",
                () -> withReplicaDown("replica-2", () -> {
                    for (int i = 0; i < 50; i++) {
                        Response read = Users.get("/who");
                        assertEquals("primary", answer(read));
                        String servedBy = read.header("Served-By");
                        assertTrue(servedBy.matches("primary;reason=(replicas-down|failover)"), servedBy);
                    }
                }));
    }

    @Test
    void aReplicaThatIsBackServesAgain() throws Exception {
        withReplicaDown("replica-1", () -> assertEquals("replica-2", answer(Users.get("/who"))));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> answer(Users.get("/who")).equals("replica-1"));
    }

    @Test
    void aNamedReplicaThatIsDownIsAProblem() throws Exception {
        withReplicaDown("replica-1", () -> {
            Response read = Users.get("/who/replica-1");
            Users.assertProblem(503, "/problems/read-unavailable", read);
            assertEquals("1", read.header("Retry-After"));
            // Once it is known, nobody waits for a connection, except for the one that finds out.
            Response known = await().until(
                            () -> Users.get("/who/replica-1"),
                            answer -> answer.asString().contains("the one server that this may be read from"));
            Users.assertProblem(503, "/problems/read-unavailable", known);
        });
    }

    private List<Future<?>> everyClient(Runnable reads) {
        List<Future<?>> all = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            all.add(clients.submit(reads));
        }
        return all;
    }

    private static void assertAllAnswered(List<Future<?>> reads) throws Exception {
        for (Future<?> read : reads) {
            read.get(30, TimeUnit.SECONDS);
        }
    }

    private static String answer(Response response) {
        assertEquals(200, response.statusCode(), response::asString);
        return response.asString();
    }
}
