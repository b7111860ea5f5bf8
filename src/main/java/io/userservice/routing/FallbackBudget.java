package io.userservice.routing;

import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.quarkus.runtime.StartupEvent;
import io.userservice.problem.Problem;
import io.userservice.replication.Servers;
import io.userservice.routing.report.FallbackMetrics;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many reads that replicas should have answered may run on the primary at once. Further ones wait for a place, first
 * come first served, for as long as for a connection to the primary. Thread-safe.
 */
@Singleton
public class FallbackBudget {

    private static final Place NOT_COUNTED = () -> {};

    private final boolean fallback;
    private final Semaphore places;
    private final Duration atMost;
    private final FallbackMetrics metrics;
    private final InstantSource clock;

    FallbackBudget(RoutingConfig config, Servers servers, FallbackMetrics metrics, InstantSource clock) {
        AgroalConnectionPoolConfiguration pool =
                servers.writePool().getConfiguration().connectionPoolConfiguration();
        this.fallback = config.fallback();
        this.places = new Semaphore(config.fallbackBudget().orElse(Math.max(1, pool.maxSize() / 4)), true);
        this.atMost = pool.acquisitionTimeout();
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        metrics.show(places);
    }

    /** The right of one read to run, until it is closed. */
    @FunctionalInterface
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Lets a route in, once there is room.
     *
     * @throws Problem 503 if it is a fallback and there was no room in time, or fallback is switched off
     */
    public Place enter(Route route) {
        if (!route.reason().isFallback()) {
            return NOT_COUNTED;
        }
        if (!fallback || !isFreeInTime()) {
            metrics.refused(route.reason()).increment();
            throw RoutingProblems.fallback(route.reason());
        }
        return places::release;
    }

    private boolean isFreeInTime() {
        try {
            // With no time it overtakes nobody; without any it would.
            return places.tryAcquire(0, TimeUnit.NANOSECONDS) || isFreeAfterWait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isFreeAfterWait() throws InterruptedException {
        Instant start = clock.instant();
        boolean inTime = false;
        try {
            // Without the limit the pool has none either.
            inTime = places.tryAcquire(atMost.isZero() ? Long.MAX_VALUE : atMost.toNanos(), TimeUnit.NANOSECONDS);
            return inTime;
        } finally {
            metrics.waited(Duration.between(start, clock.instant()), inTime);
        }
    }
}
