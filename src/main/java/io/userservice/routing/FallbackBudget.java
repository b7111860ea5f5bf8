package io.userservice.routing;

import io.userservice.problem.Problem;
import io.userservice.replication.Servers;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;

/** How many reads that replicas should have answered may run on the primary at once. Thread-safe. */
@Singleton
public class FallbackBudget {

    private static final Place NOT_COUNTED = () -> {};

    private final boolean fallback;
    private final Semaphore places;

    FallbackBudget(RoutingConfig config, Servers servers) {
        int pool = servers.writePool()
                .getConfiguration()
                .connectionPoolConfiguration()
                .maxSize();
        this.fallback = config.fallback();
        this.places = new Semaphore(config.fallbackBudget().orElse(Math.max(1, pool / 4)));
    }

    /** The right of one read to run, until it is closed. */
    @FunctionalInterface
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Lets a route in.
     *
     * @throws Problem 503 if it is a fallback and there is no room, or fallback is switched off
     */
    public Place enter(Route route) {
        if (!route.reason().isFallback()) {
            return NOT_COUNTED;
        }
        if (!fallback || !places.tryAcquire()) {
            throw RoutingProblems.fallback(route.reason());
        }
        return places::release;
    }
}
