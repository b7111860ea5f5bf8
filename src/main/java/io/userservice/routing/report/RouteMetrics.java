package io.userservice.routing.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.userservice.meter.Meters;
import io.userservice.replication.discovery.ReplicaGone;
import io.userservice.routing.Reason;
import io.userservice.routing.Route;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts calls by their routes. Thread-safe. */
@Singleton
public class RouteMetrics {

    private final Meters meters;
    private final FallbackMetrics fallbacks;

    /** The registry would look for a counter by its name and labels, in every call. There are few routes. */
    private final Map<Route, Counters> counters = new ConcurrentHashMap<>();

    RouteMetrics(Meters meters, FallbackMetrics fallbacks) {
        this.meters = meters;
        this.fallbacks = fallbacks;
    }

    private record Counters(Counter calls, @Nullable Counter fallbacks) {}

    /** A call ran on a route, to its end or into a failure; code that declares nothing counts by connections. */
    public void ran(Route route) {
        Counters of = counters.computeIfAbsent(route, this::register);
        of.calls().increment();
        if (of.fallbacks() != null) {
            of.fallbacks().increment();
        }
    }

    /** A replica that is gone has no metrics any more, here or elsewhere. */
    void remove(@Observes ReplicaGone gone) {
        counters.keySet().removeIf(route -> route.server() == gone.replica());
        meters.remove("server", gone.replica().name());
    }

    private Counters register(Route route) {
        Reason reason = route.reason();
        Tags labels = Tags.of(
                "server", route.server().name(), "role", route.server().role().toString(), "reason", reason.toString());
        return new Counters(
                meters.counter("calls", "Calls by the server where they ran, and why there", labels),
                reason.isFallback() ? fallbacks.ran(reason) : null);
    }

    /** How many calls have run on each route. */
    public Map<Route, Long> counts() {
        Map<Route, Long> counts = new HashMap<>();
        counters.forEach((route, of) -> counts.put(route, Math.round(of.calls().count())));
        return counts;
    }
}
