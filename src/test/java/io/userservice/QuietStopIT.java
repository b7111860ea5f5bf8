package io.userservice;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.Superuser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes on when a service is told to stop (SIGTERM), it stops without an error, and so do its clients but for 503. */
class QuietStopIT {

    private static final int SIGTERM = 128 + 15;
    private static final int CLIENTS = 16;
    private static final int ENOUGH_REQUESTS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What is no line of an orderly stop, even where servers have failed. */
    private static final Pattern COMPLAINT = Pattern.compile(" ERROR |\n\tat |Timed out|already registered");

    /** What goes on. */
    enum While {
        IDLE(false, cluster -> {}),
        UNDER_LOAD(true, cluster -> {}),
        A_REPLICA_IS_DEAD(true, cluster -> Faults.kill(cluster.server("replica-1"))),
        THE_PRIMARY_HANGS(true, cluster -> Faults.freeze(cluster.primary())),
        THE_PRIMARY_IS_DEAD(true, cluster -> Faults.kill(cluster.primary())),
        A_REPLICA_HANGS(true, cluster -> Faults.freeze(cluster.server("replica-1")));

        private final boolean load;
        private final Consumer<DevCluster> fault;

        While(boolean load, Consumer<DevCluster> fault) {
            this.load = load;
            this.fault = fault;
        }
    }

    @ParameterizedTest
    @EnumSource
    void noStopIsAnError(While now) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (DevCluster cluster = DevCluster.withStandbys(2);
                RunningPackage service = RunningPackage.start(RunningPackage.on(cluster, "replica-1", "replica-2"))) {
            URI users = URI.create(service.url() + "/users");
            Set<Integer> answers = new ConcurrentSkipListSet<>();
            AtomicInteger requests = new AtomicInteger();
            for (int i = 0; now.load && i < CLIENTS; i++) {
                boolean writes = i % 4 == 0;
                threads.execute(() -> useUntilItStops(users, writes, answers, requests));
            }
            if (now.load) {
                await().atMost(LIMIT).until(() -> requests.get() > ENOUGH_REQUESTS);
            }
            now.fault.accept(cluster);
            service.terminate();
            assertEquals(SIGTERM, service.exitCode(), service::output);
            threads.shutdown();
            threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS);
            answers.removeAll(Set.of(200, 201, 503));
            assertEquals(Set.of(), answers, service::output);
            assertFalse(COMPLAINT.matcher(service.output()).find(), service::output);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void soItIsBeforeTheStartIsOver() throws Exception {
        try (DevCluster cluster = DevCluster.withStandbys(0);
                Connection connection = Superuser.connect(cluster.primary());
                Statement statement = connection.createStatement()) {
            try (RunningPackage first = RunningPackage.start(RunningPackage.on(cluster))) {
                first.url();
            }
            // For whoever makes the keys of users, at the end of a migration: it waits for ever.
            statement.execute("select pg_advisory_lock(x'757365726b657973'::bigint)");
            try (RunningPackage service = RunningPackage.start(RunningPackage.on(cluster))) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> service.output().contains("is up to date"));
                service.terminate();
                assertEquals(SIGTERM, service.exitCode(), service::output);
                assertFalse(COMPLAINT.matcher(service.output()).find(), service::output);
            }
        }
    }

    /** A client that goes on as long as somebody answers. */
    private static void useUntilItStops(URI users, boolean writes, Set<Integer> answers, AtomicInteger requests) {
        HttpClient client = HttpClient.newHttpClient();
        try {
            while (true) {
                HttpRequest.Builder request = HttpRequest.newBuilder(users).timeout(LIMIT);
                if (writes) {
                    request.header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"email\":\"" + Users.email() + "\"}"));
                }
                answers.add(
                        client.send(request.build(), BodyHandlers.discarding()).statusCode());
                requests.incrementAndGet();
            }
        } catch (IOException e) {
            // It has stopped.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
