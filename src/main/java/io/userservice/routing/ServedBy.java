package io.userservice.routing;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import jakarta.enterprise.context.RequestScoped;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Which servers gave the current request a connection, in the order of their first use. */
@RequestScoped
class ServedBy {

    /** More than one where a request reads and writes; a list as of RFC 9110, section 5.6.1. */
    private final Set<String> routes = new LinkedHashSet<>();

    private final boolean shown;

    ServedBy(RoutingConfig config) {
        this.shown = config.servedByHeader();
    }

    /** Remembers a route; does nothing outside a request. */
    static void add(String route) {
        current().ifPresent(servers -> servers.remember(route));
    }

    /** Takes back a route that failed, so that the next one is the answer's. */
    static void forget(Route route) {
        current().ifPresent(servers -> servers.drop(route.toString()));
    }

    private static Optional<ServedBy> current() {
        ArcContainer container = Arc.container();
        return container.requestContext().isActive()
                ? Optional.of(container.instance(ServedBy.class).get())
                : Optional.empty();
    }

    void drop(String route) {
        routes.remove(route);
    }

    void remember(String route) {
        routes.add(route);
    }

    /** The value of {@code Served-By}, if the client may see it and a server was asked at all. */
    Optional<String> header() {
        return shown && !routes.isEmpty() ? Optional.of(String.join(", ", routes)) : Optional.empty();
    }
}
