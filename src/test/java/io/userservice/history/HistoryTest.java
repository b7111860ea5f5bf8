package io.userservice.history;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import io.userservice.history.Checker.Violation;
import io.userservice.history.Clients.Manner;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Clients write and read while servers fail; their history must hold nothing that {@link Checker} objects to.
 *
 * <p>Runs a few seconds. {@code -Dfaults=long} runs minutes. A failure names its seed; {@code -Dfaults.seed=…} runs the
 * same schedule again, though no two runs meet the same interleaving.
 */
@QuarkusTest
@TestProfile(HistoryTest.RoomForAll.class)
@WithTestResource(
        value = ClusterResource.class,
        scope = TestResourceScope.RESTRICTED_TO_CLASS,
        initArgs = {@ResourceArg(name = "standbys", value = "3"), @ResourceArg(name = "follow-primary", value = "true")
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HistoryTest {

    private static final Logger LOG = Logger.getLogger(HistoryTest.class);
    private static final boolean LONG = "long".equals(System.getProperty("faults"));
    private static final int CLIENTS = 10;

    /** Reads that fall back never meet the end of their budget, so that every 503 of a read is the fault of servers. */
    public static final class RoomForAll implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("user-service.routing.fallback-budget", Integer.toString(CLIENTS + 1));
        }
    }

    @TestHTTPResource
    URI base;

    DevCluster cluster;

    private final long seed = Long.getLong("faults.seed", System.nanoTime() % 1_000_000);

    @Test
    @Order(1)
    void standbysFail() throws Exception {
        FaultInjector faults = new FaultInjector(cluster, seed);
        check(
                faults,
                (clients, history) ->
                        faults.harmStandbys(3, Duration.ofSeconds(LONG ? 180 : 4), () -> history.done() > 1_000));
    }

    /** The cluster has one server less for each primary that is lost, and cannot be used afterwards. */
    @Test
    @Order(2)
    void primariesFail() throws Exception {
        FaultInjector faults = new FaultInjector(cluster, seed);
        faults.acknowledgeOnlyWhatAStandbyHas();
        check(faults, (clients, history) -> {
            for (int lost = 0; lost < (LONG ? 2 : 1); lost++) {
                // Of the standbys, one always acknowledges.
                long before = history.done();
                faults.harmStandbys(2 - lost, Duration.ofSeconds(LONG ? 60 : 2), () -> history.done() - before > 500);
                long start = System.nanoTime();
                faults.replacePrimary();
                await().atMost(Duration.ofSeconds(30)).until(() -> clients.write(CLIENTS));
                history.addTimeWithoutPrimary(start, System.nanoTime());
                long onOld = history.done();
                faults.awaitCaughtUp();
                await().atMost(Duration.ofSeconds(30)).until(() -> history.done() - onOld > 500);
            }
        });
    }

    private interface Trouble {
        void make(Clients clients, History history) throws Exception;
    }

    private void check(FaultInjector faults, Trouble trouble) throws Exception {
        History history = new History();
        try (Clients clients = new Clients(base, history, Manner.SENDS_TOKENS, seed)) {
            clients.start(CLIENTS);
            await().atMost(Duration.ofSeconds(30)).until(() -> history.done() > 100);
            trouble.make(clients, history);
            clients.stop();
            clients.readLast();
        }
        List<Violation> violations = Checker.violations(history);
        assertEquals(
                List.of(),
                violations.stream().limit(10).toList(),
                () -> violations.size() + " violations. Again with -Dfaults.seed=" + seed + "\n" + faults.log());
        LOG.infof("seed=%d requests=%d done=%d", seed, history.operations().size(), history.done());
        assertTrue(history.done() > 500, () -> history.done() + " requests were answered, which proves nothing");
    }
}
