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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** The primary dies and a replica takes over. One test, because nothing leads back. */
@QuarkusTest
@WithTestResource(
        value = ClusterResource.class,
        scope = TestResourceScope.RESTRICTED_TO_CLASS,
        initArgs = {@ResourceArg(name = "standbys", value = "2"), @ResourceArg(name = "follow-primary", value = "true")
        })
class PromotionTest {

    private static final int CLIENTS = 8;

    private static final Logger LOG = Logger.getLogger(PromotionTest.class);

    private final DevCluster cluster = ClusterResource.cluster();

    @Test
    void theServiceFollowsThePrimary() throws Exception {
        Readiness.awaitAllUp();
        PostgresServer promoted = cluster.server("replica-1");
        Response before = Users.created();
        String oldToken = Users.token(before);
        Faults.awaitCaughtUp(promoted, cluster.primary());

        Faults.kill(cluster.primary());
        Faults.promote(promoted);
        long start = System.nanoTime();
        Response written = await("a write succeeds")
                .atMost(Duration.ofSeconds(10))
                .until(() -> Users.post(Users.email()), answer -> answer.statusCode() == 201);
        LOG.infof("writes work %d ms after the promotion", (System.nanoTime() - start) / 1_000_000);
        assertEquals(written.path("email"), find(promoted, written));

        Response read = Users.getWithToken(Users.path(before), oldToken);
        assertEquals(200, read.statusCode(), read::asString);
        assertEquals("primary;reason=token-from-other-timeline", read.header("Served-By"));
        assertNotEquals(oldToken, Users.token(read));
        Response next = Users.getWithToken(Users.path(before), Users.token(read));
        assertEquals(200, next.statusCode(), next::asString);
        assertNotEquals("primary;reason=token-from-other-timeline", next.header("Served-By"));

        Response ownWrite = Users.getWithToken(Users.path(written), Users.token(written));
        assertEquals(200, ownWrite.statusCode(), ownWrite::asString);

        Readiness.awaitLine("replica-1", "state=wrong-role");
        for (int i = 0; i < 50; i++) {
            Response any = Users.get("/who");
            assertEquals(200, any.statusCode(), any::asString);
            assertTrue(!any.header("Served-By").startsWith("replica-1"), () -> any.header("Served-By"));
        }
        Readiness.awaitLine("primary", "state=up");

        theNextPromotionCutsOffNobodyOnTheNewPrimary(promoted, cluster.server("replica-2"));
    }

    /** No write is being committed when the old one dies: the outcome of each is known, unless its connection to the new one is ended. */
    private void theNextPromotionCutsOffNobodyOnTheNewPrimary(PostgresServer old, PostgresServer promoted)
            throws Exception {
        follow(promoted, old);
        Faults.awaitCaughtUp(promoted, old);
        Faults.kill(old);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            AtomicInteger written = new AtomicInteger();
            List<Future<?>> writers = Stream.generate(() -> clients.submit(() -> {
                        while (written.get() < 500) {
                            Response answer = Users.post(Users.email());
                            if (answer.statusCode() == 201) {
                                written.incrementAndGet();
                            } else {
                                Users.assertProblem(503, "/problems/write-unavailable", answer);
                            }
                        }
                    }))
                    .<Future<?>>map(writer -> writer)
                    .limit(CLIENTS)
                    .toList();
            Faults.promote(promoted);
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static void follow(PostgresServer standby, PostgresServer primary) throws SQLException {
        try (Connection connection = Superuser.connect(standby);
                Statement statement = connection.createStatement()) {
            String before = Superuser.ask(standby, "select current_setting('primary_conninfo')");
            statement.execute("alter system set primary_conninfo = '"
                    + before.replaceFirst("port=\\d+", "port=" + primary.port()).replace("'", "''") + "'");
            statement.execute("alter system set primary_slot_name = ''");
            statement.execute("select pg_reload_conf()");
        }
    }

    private static String find(PostgresServer server, Response user) {
        return Superuser.ask(server, "select email from users where id = '" + user.path("id") + "'");
    }
}
