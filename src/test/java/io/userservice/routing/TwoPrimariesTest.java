package io.userservice.routing;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** The primary hangs, a replica takes over, and the old one wakes up and believes that it still is the primary. */
@QuarkusTest
@WithTestResource(
        value = ClusterResource.class,
        scope = TestResourceScope.RESTRICTED_TO_CLASS,
        initArgs = {@ResourceArg(name = "standbys", value = "1"), @ResourceArg(name = "follow-primary", value = "true")
        })
class TwoPrimariesTest {

    private static final int CLIENTS = 8;

    private static final Logger LOG = Logger.getLogger(TwoPrimariesTest.class);

    private final DevCluster cluster = ClusterResource.cluster();

    @Test
    void theOldPrimaryGetsNoWriteOnceTheNewOneIsKnown() throws Exception {
        Readiness.awaitAllUp();
        PostgresServer old = cluster.primary();
        PostgresServer promoted = cluster.server("replica-1");
        Faults.awaitCaughtUp(promoted, old);
        everybodyWrites(); // So that there are connections to the old one.

        Faults.freeze(old);
        Faults.promote(promoted);
        Readiness.awaitLine("replica-1", "state=wrong-role");
        long start = System.nanoTime();
        assertEquals("1", count(promoted, firstWriteThatSucceeds()));
        LOG.infof("writes work %d ms after the new primary is known", (System.nanoTime() - start) / 1_000_000);

        String before = Superuser.ask(promoted, "select count(*) from users");
        Faults.thaw(old);
        String known = users(old);
        for (int i = 0; i < 10; i++) {
            for (Response answer : everybodyWrites()) {
                assertTrue(Set.of(201, 503).contains(answer.statusCode()), answer::asString);
            }
        }
        assertEquals("1", count(promoted, firstWriteThatSucceeds()));
        assertEquals(known, users(old), "written to the old primary");
        assertNotEquals(before, users(promoted));

        // Each connection to the old one costs a write once; in the end there are none.
        await("20 writes in a row succeed")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Stream.generate(() -> Users.post(Users.email()).statusCode())
                        .limit(20)
                        .allMatch(status -> status == 201));
        assertEquals(known, users(old), "written to the old primary");
    }

    private static Response firstWriteThatSucceeds() {
        return await("a write succeeds")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Users.post(Users.email()), answer -> answer.statusCode() == 201);
    }

    private static List<Response> everybodyWrites() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Response>> writes = Stream.generate(() -> clients.submit(() -> Users.post(Users.email())))
                    .limit(CLIENTS)
                    .toList();
            List<Response> answers = new ArrayList<>();
            for (Future<Response> write : writes) {
                answers.add(write.get(60, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            clients.shutdownNow();
        }
    }

    private static String count(PostgresServer server, Response user) {
        return Superuser.ask(server, "select count(*) from users where id = '" + user.path("id") + "'");
    }

    private static String users(PostgresServer server) {
        return Superuser.ask(server, "select count(*) from users");
    }
}
