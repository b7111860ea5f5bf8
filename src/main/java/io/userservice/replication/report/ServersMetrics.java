package io.userservice.replication.report;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.userservice.meter.Meters;
import io.userservice.replication.Lag;
import io.userservice.replication.Server;
import io.userservice.replication.ServerChange;
import io.userservice.replication.ServerState;
import io.userservice.replication.Servers;
import io.userservice.replication.discovery.ReplicaCame;
import io.userservice.start.StartOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Shows the state of every server, the reason of one that is not good, and its reads; how far every replica is behind,
 * and whether it is drained. Thread-safe.
 */
@ApplicationScoped
class ServersMetrics {

    /** A read by key takes about a millisecond, and a statement of a read 3 s at most. */
    private static final Duration[] READS = Stream.of(
                    500, 1000, 2000, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 3_000_000)
            .map(micros -> Duration.of(micros, ChronoUnit.MICROS))
            .toArray(Duration[]::new);

    private final Servers servers;
    private final Meters meters;
    private final InstantSource clock;

    ServersMetrics(Servers servers, Meters meters, InstantSource clock) {
        this.servers = servers;
        this.meters = meters;
        this.clock = clock;
    }

    /** Before replicas are discovered, each of which is an event. */
    void start(@Observes @Priority(StartOrder.PREPARE) StartupEvent event) {
        servers.all().forEach(this::show);
        servers.replicas().forEach(this::showReplica);
    }

    void show(@Observes ReplicaCame came) {
        show(came.replica());
        showReplica(came.replica());
    }

    private void show(Server server) {
        for (ServerState state : ServerState.values()) {
            meters.gauge(
                    "server_state",
                    "1 for the state that a server is in, else 0",
                    labels(server).and("state", state.toString()),
                    () -> server.status().state() == state ? 1 : 0);
        }
        meters.gauge("reads_running", "Reads that run on a server now", labels(server), server::busy);
        Timer reads = meters.histogram(
                "read_duration",
                "Reads by the server that they ran on, from the wait for a connection to the answer, failed ones too",
                labels(server),
                READS);
        server.times().tell(nanos -> reads.record(nanos, TimeUnit.NANOSECONDS));
    }

    private void showReplica(Server replica) {
        Tags labels = Tags.of("server", replica.name());
        meters.gauge(
                "replica_drained",
                "1 while a replica gets no new reads because somebody has drained it, else 0",
                labels,
                () -> replica.isDrained() ? 1 : 0);
        meters.gauge(
                "replica_lag_seconds",
                "How far a replica is behind what was last seen of the primary; NaN where that is unknown",
                labels,
                () -> seconds(replica.status().lag()));
        meters.gauge(
                "replica_lag_bytes",
                "WAL between a replica and what was last seen of the primary",
                labels,
                () -> replica.status().lag().bytes());
        meters.gauge(
                "replica_staleness_seconds",
                "How old at most is what a replica shows, as far as is known; NaN where nothing is",
                labels,
                () -> staleness(replica.status().lag()));
    }

    /** No number where it is unknown. */
    private static double seconds(Lag lag) {
        return lag.isKnown() ? lag.time().toNanos() / 1e9 : Double.NaN;
    }

    private double staleness(Lag lag) {
        return lag.asOf() == null ? Double.NaN : lag.age(clock.instant()).toNanos() / 1e9;
    }

    /**
     * Reasons are SQLSTATEs, classes of exceptions, or a few words of ours: those that have occurred have a gauge. That of a
     * slow replica has a time in it, which would make a new gauge each time, and tells no more than the state.
     */
    void explain(@Observes ServerChange change) {
        String reason = change.after().reason();
        if (reason.isEmpty() || change.after().state() == ServerState.SLOW) {
            return;
        }
        servers.all()
                .filter(server -> server.name().equals(change.server()))
                .forEach(server -> meters.gauge(
                        "server_reason",
                        "1 for the reason of the state that a server is in, else 0; only for those that have occurred",
                        labels(server).and("reason", reason),
                        () -> server.status().reason().equals(reason) ? 1 : 0));
    }

    private static Tags labels(Server server) {
        return Tags.of("server", server.name(), "role", server.role().toString());
    }
}
