package io.userservice.replication.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.userservice.replication.Lag;
import io.userservice.replication.Server;
import io.userservice.replication.ServerChange;
import io.userservice.replication.ServerState;
import io.userservice.replication.Servers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** Shows the lag and the state of every replica, and the reason of a state that is not a good one. Thread-safe. */
@ApplicationScoped
class ServersMetrics {

    private final Servers servers;
    private final MeterRegistry registry;
    private final Map<Tags, Meter> shown = new ConcurrentHashMap<>();

    ServersMetrics(Servers servers, MeterRegistry registry) {
        this.servers = servers;
        this.registry = registry;
    }

    void register(@Observes StartupEvent event) {
        for (Server replica : servers.replicas()) {
            show("lag.seconds", replica, server -> seconds(server.status().lag()));
            show("lag.bytes", replica, server -> server.status().lag().bytes());
            for (ServerState state : ServerState.values()) {
                show("state", replica, server -> server.status().state() == state ? 1 : 0, "state", state.toString());
            }
        }
    }

    /** No number where it is unknown. */
    private static double seconds(Lag lag) {
        return lag.isKnown() ? lag.time().toNanos() / 1e9 : Double.NaN;
    }

    /** Reasons are SQLSTATEs, classes of exceptions, or a few words of ours: those that have occurred have a gauge. */
    void explain(@Observes ServerChange change) {
        String reason = change.after().reason();
        if (reason.isEmpty()) {
            return;
        }
        servers.replicas().stream()
                .filter(replica -> replica.name().equals(change.server()))
                .forEach(replica -> show(
                        "reason",
                        replica,
                        server -> server.status().reason().equals(reason) ? 1 : 0,
                        "reason",
                        reason));
    }

    /** The registry outlives this start of the service where another one follows in the same process. */
    void remove(@Observes ShutdownEvent event) {
        shown.values().forEach(registry::remove);
    }

    private void show(String name, Server replica, ToDoubleFunction<Server> value, String... tags) {
        String metric = "user_service.replica." + name;
        Tags all = Tags.of(tags).and("server", replica.name());
        shown.computeIfAbsent(
                all.and("metric", metric),
                once -> Gauge.builder(metric, replica, value).tags(all).register(registry));
    }
}
