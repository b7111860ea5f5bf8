package io.userservice.replication.report;

import io.userservice.replication.Lag;
import io.userservice.replication.Server;
import io.userservice.replication.ServerState;
import io.userservice.replication.ServerStatus;
import io.userservice.replication.Servers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Readiness: up while any server can answer a read, with a line for each server. */
@Readiness
@ApplicationScoped
class ServersHealth implements HealthCheck {

    private final Servers servers;

    ServersHealth(Servers servers) {
        this.servers = servers;
    }

    @Override
    public HealthCheckResponse call() {
        boolean reads = servers.all().anyMatch(Server::isInUse);
        boolean degraded = servers.all().anyMatch(server -> server.status().state() != ServerState.UP);
        HealthCheckResponseBuilder report =
                HealthCheckResponse.named("servers").status(reads).withData("state", degraded ? "degraded" : "all up");
        servers.all().forEach(server -> report.withData(server.name(), line(server)));
        return report.build();
    }

    private static String time(Lag lag) {
        return lag.isKnown() ? String.format(Locale.ROOT, "%.3fs", lag.time().toMillis() / 1000.0) : "unknown";
    }

    private static String line(Server server) {
        ServerStatus status = server.status();
        return String.format(
                Locale.ROOT,
                "role=%s state=%s%s lag=%s lag-bytes=%d since=%s%s",
                server.role(),
                status.state(),
                server.isDrained() ? " drained" : "",
                time(status.lag()),
                status.lag().bytes(),
                status.since(),
                status.reason().isEmpty() ? "" : " reason=\"" + status.reason() + "\"");
    }
}
