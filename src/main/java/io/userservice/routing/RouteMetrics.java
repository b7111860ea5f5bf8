package io.userservice.routing;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts routes. Thread-safe. */
@ApplicationScoped
public class RouteMetrics {

    private final MeterRegistry registry;

    RouteMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A call ran on a route, to its end or into a failure; code that declares nothing counts by connections. */
    public void ran(Route route) {
        String reason = route.reason().toString();
        registry.counter(
                        "user_service.route",
                        "server",
                        route.server().name(),
                        "role",
                        route.server().role().toString(),
                        "reason",
                        reason)
                .increment();
        if (route.reason().isFallback()) {
            registry.counter("user_service.fallback", "reason", reason).increment();
        }
    }
}
