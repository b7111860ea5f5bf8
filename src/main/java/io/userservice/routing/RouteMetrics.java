package io.userservice.routing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts routes. Thread-safe. */
@Singleton
public class RouteMetrics {

    private final MeterRegistry registry;

    /** The registry would look for a counter by its name and tags, in every call. There are few routes. */
    private final Map<Route, Counters> counters = new ConcurrentHashMap<>();

    RouteMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Counters(Counter route, @Nullable Counter fallback) {}

    /** A call ran on a route, to its end or into a failure; code that declares nothing counts by connections. */
    public void ran(Route route) {
        Counters of = counters.computeIfAbsent(route, this::register);
        of.route().increment();
        if (of.fallback() != null) {
            of.fallback().increment();
        }
    }

    private Counters register(Route route) {
        String reason = route.reason().toString();
        String server = route.server().name();
        String role = route.server().role().toString();
        return new Counters(
                registry.counter("user_service.route", "server", server, "role", role, "reason", reason),
                route.reason().isFallback() ? registry.counter("user_service.fallback", "reason", reason) : null);
    }
}
