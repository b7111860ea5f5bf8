package io.userservice.routing;

import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Chooses the route of a read. Thread-safe. */
@ApplicationScoped
class Router {

    private final Servers servers;
    private final Selection selection;
    private final AtomicInteger turn = new AtomicInteger();

    Router(Servers servers, RoutingConfig config) {
        this.servers = servers;
        this.selection = config.selection();
    }

    /** Any replica, or the primary where there is none. */
    Route anyReplica() {
        List<Server> replicas = servers.replicas();
        if (replicas.isEmpty()) {
            return primary(Reason.NO_REPLICA);
        }
        Server picked = selection.pick(replicas, ThreadLocalRandom.current(), turn.getAndIncrement());
        return new Route(picked, Reason.READ_ONLY);
    }

    /** The one replica of that name, or {@link IllegalArgumentException}. */
    Route replica(String name) {
        return servers.replicas().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .map(server -> new Route(server, Reason.BY_NAME))
                .orElseThrow(() -> new IllegalArgumentException("@ReadReplica(\"" + name
                        + "\"): no such replica is configured. Set quarkus.datasource.\"" + name
                        + "\".jdbc.url, or name one of: "
                        + servers.replicas().stream().map(Server::name).collect(Collectors.joining(", "))));
    }

    Route primary(Reason reason) {
        return new Route(servers.primary(), reason);
    }
}
