package io.userservice.routing;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Counts routes, and tokens that are refused. Thread-safe. */
@ApplicationScoped
public class RouteMetrics {

    private final MeterRegistry registry;

    RouteMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A call ran on a route, to its end or into a failure. */
    void ran(Route route) {
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

    /** A read waited for a replica to reach a token. */
    void waited(Duration time) {
        registry.timer("user_service.consistency.wait").record(time);
    }

    /** A token was refused. */
    public void tokenRejected(String cause) {
        registry.counter("user_service.token.rejected", "cause", cause).increment();
    }
}
