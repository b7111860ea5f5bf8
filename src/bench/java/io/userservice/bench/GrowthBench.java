package io.userservice.bench;

import io.userservice.RunningPackage;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whether twice the replicas answer twice the reads. Each takes 5 ms for a statement and has one connection, so that the
 * replicas are what is short and not this machine. It asserts nothing; 0.95 and more is what should be.
 */
class GrowthBench {

    private static final int[] REPLICAS = {1, 2, 4, 8};
    private static final Duration STATEMENT = Duration.ofMillis(5);
    /** Of each replica: with two, eight replicas keep two cores busy, and those would be what is short. */
    private static final int CONNECTIONS = 1;

    /** Enough that no connection waits for its next read, by chance either. */
    private static final int CLIENTS = 4 * CONNECTIONS;

    @Test
    void withMoreReplicas() throws Exception {
        String[] standbys = Setup.replicas();
        StringBuilder table = new StringBuilder(
                "%n%-24s %10s %8s %8s %8s%n".formatted("replicas of 5 ms", "requests/s", "growth", "p50 ms", "p99 ms"));
        double one = 0;
        for (int replicas : REPLICAS) {
            String[] behind = IntStream.range(0, replicas)
                    .mapToObj(i -> standbys[i % standbys.length])
                    .toArray(String[]::new);
            try (Links links = new Links()) {
                Map<String, String> environment = links.on(Setup.cluster(), behind);
                for (int i = 1; i <= replicas; i++) {
                    environment.put(Links.replicaUrl(i).replace("_URL", "_MAX_SIZE"), Integer.toString(CONNECTIONS));
                }
                try (RunningPackage service = Setup.start(environment, Setup.WARM_UP)) {
                    for (int i = 1; i <= replicas; i++) {
                        links.delay("replica-" + i, STATEMENT);
                    }
                    Load.Result result = Load.run(service.url(), replicas * CLIENTS, Setup.RUN, Requests.GET);
                    one = replicas == 1 ? result.perSecond() : one;
                    table.append("%-24d %10.0f %8.2f %8.2f %8.2f%s%n"
                            .formatted(
                                    replicas,
                                    result.perSecond(),
                                    result.perSecond() / one / replicas,
                                    result.millis(50),
                                    result.millis(99),
                                    result.refused() + result.failed() == 0 ? "" : "  NOT ALL WELL"));
                }
            }
        }
        System.out.println(table);
    }
}
