package io.userservice.replication.discovery;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.Discovering;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas come and go while the service runs, and no read notices. */
@QuarkusTest
@TestProfile(Discovering.class)
class DiscoveryTest {

    private static final int CLIENTS = 4;
    private static final int TIMES = Integer.getInteger("discovery.times", 10);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final DevCluster cluster = ClusterResource.cluster();
    private final PostgresServer second = cluster.server("replica-2");
    private final PostgresServer third = cluster.server("replica-3");

    @BeforeEach
    void theOthersAreNotThere() {
        Faults.cutReceiver(second);
        Faults.cutReceiver(third);
        awaitServers("primary", "replica-1");
        Readiness.awaitAllUp();
    }

    @AfterEach
    void allStreamAgain() {
        stream(second);
        stream(third);
    }

    @Test
    void oneThatAppearsIsReadFrom() {
        stream(third);
        awaitServers("primary", "replica-1", name(third));
        Readiness.awaitLine(name(third), "state=up");
        Response read = await("a read there")
                .atMost(LIMIT)
                .until(() -> Users.get("/who"), answer -> answer.asString().equals("replica-3"));
        assertEquals(name(third) + ";reason=read-only", read.header("Served-By"));
        assertTrue(metrics().contains("server=\"" + name(third) + "\""));
    }

    @Test
    void oneThatIsConfiguredIsNotFoundTwice() {
        Superuser.set(cluster.server("replica-1"), "primary_conninfo", conninfo(cluster.server("replica-1")));
        stream(third);
        awaitServers("primary", "replica-1", name(third));
    }

    @Test
    void oneThatGoesIsReadFromNoMoreAndAllIsGone() {
        stream(second);
        stream(third);
        awaitServers("primary", "replica-1", name(second), name(third));
        Faults.cutReceiver(second);
        awaitServers("primary", "replica-1", name(third));
        for (int i = 0; i < 50; i++) {
            assertTrue(!Users.get("/who").asString().equals("replica-2"));
        }
        assertTrue(!metrics().contains("server=\"" + name(second) + "\""), DiscoveryTest::metrics);
        awaitConnections(second, 0);
    }

    @Test
    void nobodyNoticesAndNothingIsLeft() throws Exception {
        comeAndGo();
        long threads = threads();
        int series = series();
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger there = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> reads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            reads.add(clients.submit(() -> {
                while (!enough.get()) {
                    Response read = Users.get("/who");
                    assertEquals(200, read.statusCode(), read::asString);
                    there.addAndGet(read.asString().equals("replica-3") ? 1 : 0);
                }
            }));
        }
        try {
            for (int i = 0; i < TIMES; i++) {
                comeAndGo();
            }
        } finally {
            enough.set(true);
            clients.shutdown();
        }
        for (Future<?> read : reads) {
            read.get();
        }
        assertTrue(there.get() > 0, "nobody has read there");
        awaitConnections(third, 0);
        await("the threads are gone").atMost(LIMIT).until(() -> threads() <= threads);
        assertEquals(series, series());
    }

    private void comeAndGo() {
        stream(third);
        awaitServers("primary", "replica-1", name(third));
        Faults.cutReceiver(third);
        awaitServers("primary", "replica-1");
    }

    private void stream(PostgresServer standby) {
        Superuser.set(standby, "primary_conninfo", conninfo(standby));
    }

    private String conninfo(PostgresServer standby) {
        return "host=127.0.0.1 port=%d user=%s password=%2$s application_name=%d"
                .formatted(cluster.primary().port(), DevCluster.SUPERUSER, standby.port());
    }

    private static String name(PostgresServer server) {
        return "replica-127.0.0.1:" + server.port();
    }

    private static void awaitServers(String... names) {
        await("servers " + Set.of(names)).atMost(LIMIT).until(DiscoveryTest::servers, Set.of(names)::equals);
    }

    private static Set<String> servers() {
        Map<String, String> data = Readiness.report().path("checks.find { it.name == 'servers' }.data");
        return data.keySet().stream().filter(name -> !name.equals("state")).collect(Collectors.toSet());
    }

    private static void awaitConnections(PostgresServer server, int expected) {
        await("connections to " + server)
                .atMost(LIMIT)
                .until(
                        () -> Superuser.ask(
                                server,
                                "select count(*) from pg_stat_activity where usename = '" + DevCluster.USER + "'"),
                        Integer.toString(expected)::equals);
    }

    private static String metrics() {
        return given().get("/q/metrics").asString();
    }

    /** All lines of ours, but for those that count what this test has asked for the first time. */
    private static int series() {
        return (int) metrics()
                .lines()
                .filter(line -> line.startsWith("user_service_") && !line.startsWith("user_service_calls"))
                .count();
    }

    /** Those that are made for servers. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("(watch|agroal|probe|discovery)-.*"))
                .count();
    }
}
