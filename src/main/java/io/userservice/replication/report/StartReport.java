package io.userservice.replication.report;

import io.quarkus.runtime.StartupEvent;
import io.userservice.datasource.DeploymentConfig;
import io.userservice.replication.Prober;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.start.StartOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Tells at the start which servers there are and what is odd about them: those that were asked, configured ones and what was
 * found by then. One question more to each that has answered, all at the same time; later changes have lines of their own.
 */
@Singleton
class StartReport {

    private static final Logger log = Logger.getLogger(StartReport.class);

    private final Servers servers;
    private final Prober prober;
    private final DeploymentConfig deployment;

    StartReport(Servers servers, Prober prober, DeploymentConfig deployment) {
        this.servers = servers;
        this.prober = prober;
        this.deployment = deployment;
    }

    void tell(@Observes @Priority(StartOrder.TELL) StartupEvent event) {
        Map<Server, ServerFacts> facts = prober.askOnce(ServerFacts::of);
        StartLines lines = new StartLines(servers.all()
                .map(server -> new StartLines.Seen(
                        server.name(),
                        server.address(),
                        server.status().state(),
                        server.placement(),
                        server.isProxied(),
                        server.maxConnections(),
                        facts.get(server)))
                .toList());
        lines.inform().forEach(log::info);
        lines.warn(deployment.instances()).forEach(log::warn);
    }
}
