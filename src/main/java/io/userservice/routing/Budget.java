package io.userservice.routing;

import io.userservice.problem.Problem;
import io.userservice.replication.Servers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;

/** How many reads that replicas should have answered may run on the primary at once. Thread-safe. */
@ApplicationScoped
class Budget {

    private final boolean fallback;
    private final Semaphore permits;

    Budget(RoutingConfig config, Servers servers) {
        int pool = servers.writePool()
                .getConfiguration()
                .connectionPoolConfiguration()
                .maxSize();
        this.fallback = config.fallback();
        this.permits = new Semaphore(config.fallbackBudget().orElse(Math.max(1, pool / 4)));
    }

    /**
     * Lets a route in; {@link #leave} must follow.
     *
     * @throws Problem 503 if it is a fallback and there is no room, or fallback is switched off
     */
    void enter(Route route) {
        if (route.reason().isFallback() && !(fallback && permits.tryAcquire())) {
            throw Unavailable.fallback(route.reason());
        }
    }

    void leave(Route route) {
        if (route.reason().isFallback()) {
            permits.release();
        }
    }
}
