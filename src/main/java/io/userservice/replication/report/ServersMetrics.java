package io.userservice.replication.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.userservice.replication.Lag;
import io.userservice.replication.Server;
import io.userservice.replication.ServerState;
import io.userservice.replication.Servers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Shows the lag and the state of every replica. */
@ApplicationScoped
class ServersMetrics {

    void register(@Observes StartupEvent event, Servers servers, MeterRegistry registry) {
        for (Server replica : servers.replicas()) {
            Gauge.builder(
                            "user_service.replica.lag.seconds",
                            replica,
                            server -> seconds(server.status().lag()))
                    .tag("server", replica.name())
                    .register(registry);
            Gauge.builder(
                            "user_service.replica.lag.bytes",
                            replica,
                            server -> server.status().lag().bytes())
                    .tag("server", replica.name())
                    .register(registry);
            for (ServerState state : ServerState.values()) {
                Gauge.builder(
                                "user_service.replica.state",
                                replica,
                                server -> server.status().state() == state ? 1 : 0)
                        .tag("server", replica.name())
                        .tag("state", state.toString())
                        .register(registry);
            }
        }
    }

    /** No number where it is unknown. */
    private static double seconds(Lag lag) {
        return lag.isKnown() ? lag.time().toNanos() / 1e9 : Double.NaN;
    }
}
