package io.userservice.history;

import static io.userservice.devcluster.Faults.awaitCaughtUp;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import io.userservice.history.Clients.Manner;
import io.userservice.history.History.Kind;
import io.userservice.history.History.Operation;
import io.userservice.history.History.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Logs figures, and judges none but the stale reads. Runs with {@code -Dfaults=measure} only. */
@EnabledIfSystemProperty(named = "faults", matches = "measure")
@QuarkusTest
@TestProfile(HistoryTest.RoomForAll.class)
@WithTestResource(
        value = ClusterResource.class,
        scope = TestResourceScope.RESTRICTED_TO_CLASS,
        initArgs = {@ResourceArg(name = "standbys", value = "2"), @ResourceArg(name = "follow-primary", value = "true")
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MeasurementTest {

    private static final Logger LOG = Logger.getLogger(MeasurementTest.class);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int REQUESTS = 200;
    /** The process of a server, and what it was asked. */
    private static final Pattern STATEMENT = Pattern.compile("\\[(\\d+)] LOG:  (?:statement|execute [^:]+): (.*)");

    @TestHTTPResource
    URI base;

    DevCluster cluster;

    @Test
    @Order(1)
    void roundTrips() throws Exception {
        try (Clients clients = new Clients(base, new History(), Manner.SENDS_TOKENS, 1)) {
            Client client = new Client(clients, 1);
            client.post();
            Clients.User user = client.newest();
            standbys().forEach(standby -> awaitCaughtUp(standby, cluster.primary()));
            cluster.servers().forEach(server -> Superuser.set(server, "log_statement", "all"));
            statements("session read without token", n -> client.read(user, "session", false));
            statements("session read with token", n -> client.read(user, "session", true));
            statements("bounded read without token", n -> client.read(user, "bounded;max-staleness=5", false));
            statements("eventual read without token", n -> client.read(user, "eventual", false));
            statements("strong read without token", n -> client.read(user, "strong", false));
            statements("strong read with token", n -> client.read(user, "strong", true));
            statements("PUT", n -> client.put(user));
            cluster.servers().forEach(server -> Superuser.set(server, "log_statement", "none"));
        }
    }

    @Test
    @Order(2)
    void staleReads() throws Exception {
        for (Manner manner : Manner.values()) {
            History history = new History();
            standbys().forEach(standby -> Faults.applyDelay(standby, Duration.ofMillis(500)));
            try (Clients clients = new Clients(base, history, manner, 1)) {
                clients.startPairs(10, 1_000);
                clients.stop();
            }
            standbys().forEach(standby -> Faults.applyDelay(standby, Duration.ZERO));
            standbys().forEach(standby -> awaitCaughtUp(standby, cluster.primary()));
            long pairs = count(history, operation -> operation.kind() == Kind.READ);
            int stale = Checker.violations(history).size();
            LOG.infof("%s at an apply delay of 500 ms: %d stale of %d write-then-read pairs", manner, stale, pairs);
            if (manner == Manner.SENDS_TOKENS) {
                assertEquals(0, stale);
            }
        }
    }

    @Test
    @Order(3)
    void replicaKilled() throws Exception {
        History history = new History();
        try (Clients clients = new Clients(base, history, Manner.SENDS_TOKENS, 1)) {
            clients.start(10);
            await().atMost(LIMIT).until(() -> history.done() > 2_000);
            long killed = System.nanoTime();
            Faults.kill(standbys().get(0));
            long then = history.done();
            await().atMost(LIMIT).until(() -> history.done() > then + 4_000);
            clients.stop();
            standbys().get(0).start();
            long reads = count(history, read -> read.kind() == Kind.READ && read.end() > killed);
            long failed = count(history, read -> read.kind() == Kind.READ && isFailure(read));
            long slowest = history.operations().stream()
                    .filter(read -> read.kind() == Kind.READ && read.end() > killed)
                    .mapToLong(read -> read.end() - read.start())
                    .max()
                    .orElseThrow();
            LOG.infof("kill -9 of a replica: %d of %d reads failed, slowest %d ms", failed, reads, slowest / 1_000_000);
        }
    }

    @Test
    @Order(4)
    void primaryReplaced() throws Exception {
        FaultInjector faults = new FaultInjector(cluster, 1);
        faults.awaitCaughtUp();
        History history = new History();
        try (Clients clients = new Clients(base, history, Manner.SENDS_TOKENS, 1)) {
            clients.start(10);
            await().atMost(LIMIT).until(() -> history.done() > 2_000);
            faults.replacePrimary();
            long then = history.done();
            await().atMost(LIMIT).until(() -> history.done() > then + 2_000);
            clients.stop();
            long[] done = history.operations().stream()
                    .filter(write -> write.kind() == Kind.WRITE && write.outcome() == Outcome.DONE)
                    .mapToLong(Operation::end)
                    .toArray();
            long last = LongStream.of(done)
                    .filter(end -> end < faults.promotedAt())
                    .max()
                    .orElseThrow();
            long first = LongStream.of(done)
                    .filter(end -> end > faults.promotedAt())
                    .min()
                    .orElseThrow();
            LOG.infof(
                    "promotion: first write done %d ms after it (%d ms after the last before it); failed: %d writes, %d reads",
                    (first - faults.promotedAt()) / 1_000_000,
                    (first - last) / 1_000_000,
                    count(history, write -> write.kind() != Kind.READ && isFailure(write)),
                    count(history, read -> read.kind() == Kind.READ && isFailure(read)));
        }
    }

    private void statements(String what, Consumer<Integer> request) {
        request.accept(0); // The pools connect.
        List<Integer> before =
                cluster.servers().stream().map(server -> server.log().length()).toList();
        for (int i = 0; i < REQUESTS; i++) {
            request.accept(i);
        }
        long all = 0;
        long positions = 0;
        for (int i = 0; i < before.size(); i++) {
            String log = cluster.servers().get(i).log().substring(before.get(i));
            var byProcess = STATEMENT
                    .matcher(log)
                    .results()
                    .collect(Collectors.groupingBy(
                            line -> line.group(1), Collectors.mapping(line -> line.group(2), Collectors.toList())));
            for (List<String> asked : byProcess.values()) {
                if (asked.stream().anyMatch(sql -> sql.contains("users"))) { // a probe asks for positions only
                    all += asked.size();
                    positions += asked.stream()
                            .filter(sql -> sql.startsWith("select recovering"))
                            .count();
                }
            }
        }
        LOG.infof(
                "%s: %.2f statements each, of which %.2f for the position",
                what, (double) all / REQUESTS, (double) positions / REQUESTS);
    }

    private List<PostgresServer> standbys() {
        return cluster.servers().subList(1, cluster.servers().size());
    }

    private static boolean isFailure(Operation operation) {
        return operation.outcome() != Outcome.DONE && operation.outcome() != Outcome.ABSENT;
    }

    private static long count(History history, Predicate<Operation> predicate) {
        return history.operations().stream().filter(predicate).count();
    }
}
