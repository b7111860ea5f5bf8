package io.userservice.replication.report;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceMetrics;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.userservice.meter.Meters;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.start.StartOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Shows the pools of connections, if a setting says so. Quarkus' own metrics of them ({@code
 * quarkus.datasource.jdbc.metrics.enabled}) are fixed at build time, and their names have units other than seconds. Thread-safe.
 */
@ApplicationScoped
class PoolsMetrics {

    private final Servers servers;
    private final Meters meters;
    private final MetricsConfig config;

    PoolsMetrics(Servers servers, Meters meters, MetricsConfig config) {
        this.servers = servers;
        this.meters = meters;
        this.config = config;
    }

    /** Before anybody takes a connection: one that is given back must have been counted when it was taken. */
    void start(@Observes @Priority(StartOrder.PREPARE) StartupEvent event) {
        if (config.pools()) {
            servers.all().forEach(server -> show(server, "reads", server.readPool()));
            show(servers.primary(), "writes", servers.writePool());
        }
    }

    private void show(Server server, String name, AgroalDataSource pool) {
        pool.getConfiguration().setMetricsEnabled(true);
        AgroalDataSourceMetrics counted = pool.getMetrics();
        Tags labels = Tags.of("server", server.name(), "role", server.role().toString(), "pool", name);
        String connections = "Connections of a pool by what they do: in use or idle";
        meters.gauge("pool_connections", connections, labels.and("state", "in-use"), counted::activeCount);
        meters.gauge("pool_connections", connections, labels.and("state", "idle"), counted::availableCount);
        int size = pool.getConfiguration().connectionPoolConfiguration().maxSize();
        meters.gauge("pool_size", "Connections that a pool may have", labels, () -> size);
        meters.gauge("pool_waiting", "Calls that wait for a connection of a pool now", labels, counted::awaitingCount);
        meters.times(
                "pool_wait",
                "How long calls waited for a connection of a pool, those too that found one free",
                labels,
                counted::acquireCount,
                () -> counted.blockingTimeTotal().toNanos());
        meters.times(
                "pool_connect",
                "How long it took to make the connections of a pool",
                labels,
                counted::creationCount,
                () -> counted.creationTimeTotal().toNanos());
        meters.counter(
                "pool_connections_closed", "Connections of a pool that were closed", labels, counted::destroyCount);
    }
}
