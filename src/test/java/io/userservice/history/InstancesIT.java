package io.userservice.history;

import static io.userservice.Patience.await;
import static io.userservice.Patience.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.RunningPackage;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.PostgresServer;
import io.userservice.history.Clients.Manner;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients whose requests go to several instances of the service in turn, tokens and all, while no replica shows anything new:
 * one instance has stood still, and one is new. Neither knows how old what the replicas show is.
 */
class InstancesIT {

    private static final int CLIENTS = 6;

    /** Longer than a state may be old that clients ask for. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final History history = new History();
    private DevCluster cluster;

    @BeforeEach
    void startCluster() {
        cluster = DevCluster.withStandbys(2);
    }

    @AfterEach
    void stopCluster() {
        cluster.close();
    }

    @Test
    void keepWhatTheyPromiseTogether() throws Exception {
        Map<String, String> environment = RunningPackage.on(cluster, "replica-1", "replica-2");
        // Every read that falls back finds room, so that each 503 is the fault of servers.
        environment.put("USER_SERVICE_ROUTING_FALLBACK_BUDGET", Integer.toString(CLIENTS + 1));
        List<PostgresServer> standbys = cluster.servers().subList(1, 3);
        try (RunningPackage first = RunningPackage.start(environment);
                RunningPackage second = RunningPackage.start(environment);
                Clients clients = new Clients(URI.create(first.url()), history, Manner.SENDS_TOKENS, 1)) {
            clients.addInstance(URI.create(second.url()));
            clients.start(CLIENTS);
            awaitAnswers(300);
            standbys.forEach(Faults::pauseReplay);
            Faults.withProcessFrozen(second.handle(), () -> pass(PAUSE));
            awaitAnswers(300);
            try (RunningPackage third = RunningPackage.start(environment)) {
                clients.addInstance(URI.create(third.url()));
                awaitAnswers(300);
                standbys.forEach(Faults::resumeReplay);
                awaitAnswers(300);
                clients.stop();
                clients.readLast();
            }
        }
        assertEquals(List.of(), Checker.violations(history).stream().limit(10).toList());
    }

    private void awaitAnswers(int more) {
        long before = history.done();
        await().atMost(Duration.ofSeconds(60)).until(() -> history.done() > before + more);
    }
}
