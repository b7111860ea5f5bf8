package io.userservice.call;

import io.userservice.consistency.ClientSession;
import io.userservice.routing.Route;
import io.userservice.routing.RoutingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Tells the client where its answer came from: {@code Served-By: replica-2;reason=read-only}, a list (RFC 9110 section
 * 5.6.1) of the servers that gave the request a connection, in the order of their first use. Thread-safe.
 */
// @ApplicationScoped for its client proxy: REST filters are made at build time, before run-time configuration exists.
@ApplicationScoped
class ServedBy {

    private final boolean shown;
    private final ClientSession clients;

    ServedBy(RoutingConfig config, ClientSession clients) {
        this.shown = config.servedByHeader();
        this.clients = clients;
    }

    /** A route was used for what the client is shown. */
    void add(ClientSession client, Route route) {
        if (shown) {
            client.routes().add(route.toString());
        }
    }

    /** A route failed, and the answer will come by another. */
    void forget(ClientSession client, Route route) {
        if (shown) {
            client.routes().remove(route.toString());
        }
    }

    @ServerResponseFilter
    void show(ContainerResponseContext response) {
        if (shown && !clients.routes().isEmpty()) {
            response.getHeaders().putSingle("Served-By", String.join(", ", clients.routes()));
        }
    }
}
