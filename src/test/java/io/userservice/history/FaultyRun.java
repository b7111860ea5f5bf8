package io.userservice.history;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.NetworkedResource.Networks;
import io.userservice.history.Checker.Violation;
import io.userservice.history.Clients.Manner;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Clients write and read while servers fail; their history must hold nothing that {@link Checker} objects to.
 *
 * <p>Runs a few seconds. {@code -Dfaults=long} runs minutes. A failure names its seed; {@code -Dfaults.seed=…} runs the
 * same schedule again, though no two runs meet the same interleaving. {@code -Dfaults.edn=FILE} leaves what happened in a
 * file that Elle reads.
 */
final class FaultyRun {

    static final boolean LONG = "long".equals(System.getProperty("faults"));

    private static final Logger LOG = Logger.getLogger(FaultyRun.class);

    private final long seed = Long.getLong("faults.seed", System.nanoTime() % 1_000_000);
    private final FaultInjector faults;
    private final URI base;

    FaultyRun(DevCluster cluster, @Nullable Networks networks, URI base) {
        this.faults = new FaultInjector(cluster, networks, seed);
        this.base = base;
    }

    FaultInjector faults() {
        return faults;
    }

    interface Trouble {
        void make(Clients clients, History history) throws Exception;
    }

    void check(int count, Trouble trouble) throws Exception {
        History history = new History();
        try (Clients clients = new Clients(base, history, Manner.SENDS_TOKENS, seed)) {
            clients.start(count);
            await().atMost(Duration.ofSeconds(30)).until(() -> history.done() > 100);
            trouble.make(clients, history);
            clients.stop();
            clients.readLast();
        }
        String edn = System.getProperty("faults.edn");
        if (edn != null) {
            Files.writeString(Path.of(edn), ElleHistory.of(history));
        }
        List<Violation> violations = Checker.violations(history);
        assertEquals(
                List.of(),
                violations.stream().limit(10).toList(),
                () -> violations.size() + " violations. Again with -Dfaults.seed=" + seed + "\n" + faults.log());
        LOG.infof(
                "seed=%d requests=%d done=%d worst-age-ms=%d",
                seed, history.operations().size(), history.done(), Checker.worstAge(history) / 1_000_000);
        assertTrue(history.done() > 500, () -> history.done() + " requests were answered, which proves nothing");
    }
}
