package io.userservice.routing.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.userservice.meter.Meters;
import io.userservice.replication.Server;
import io.userservice.routing.Reason;
import io.userservice.trace.Tracing;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** Counts the reads that replicas should have answered, and times their wait for the primary. Thread-safe. */
@Singleton
public class FallbackMetrics {

    /** A read waits for as long as for a connection, 2 s. */
    private static final Duration[] WAITS =
            Stream.of(5, 25, 100, 250, 500, 1000, 2000).map(Duration::ofMillis).toArray(Duration[]::new);

    private final Meters meters;
    private final Tracing tracing;
    private final Timer waits;

    FallbackMetrics(Meters meters, Tracing tracing) {
        this.meters = meters;
        this.tracing = tracing;
        this.waits = meters.histogram(
                "fallback_wait",
                "Waits of such reads for a place within the primary's budget, of those that did not find one free",
                Tags.empty(),
                WAITS);
    }

    /** From 0, so that the first one of each reason is an increase too. */
    void start(@Observes StartupEvent event) {
        Stream.of(Reason.values()).filter(Reason::isFallback).forEach(reason -> {
            ran(reason);
            refused(reason);
        });
    }

    /** Counts such reads that ran on the primary. */
    Counter ran(Reason reason) {
        return meters.counter(
                "fallbacks", "Reads that ran on the primary and that a replica should have answered", labels(reason));
    }

    /** Counts such reads that the primary had no place for. */
    public Counter refused(Reason reason) {
        return meters.counter(
                "fallbacks_refused",
                "Reads that a replica should have answered and that the primary's budget had no place for in time",
                labels(reason));
    }

    /** A read waited for a place, and got one in time or not. */
    public void waited(Duration time, boolean inTime) {
        waits.record(time);
        tracing.waited("place", Server.PRIMARY, time, inTime);
    }

    /** Shows how many run and wait. */
    public void show(Semaphore places) {
        int size = places.availablePermits();
        meters.gauge(
                "fallback_budget", "Reads of that kind that may run on the primary at once", Tags.empty(), () -> size);
        meters.gauge(
                "fallbacks_running",
                "Reads that run on the primary now and that a replica should have answered",
                Tags.empty(),
                () -> size - places.availablePermits());
        meters.gauge(
                "fallbacks_waiting",
                "Reads that wait for a place within the primary's budget now",
                Tags.empty(),
                places::getQueueLength);
    }

    private static Tags labels(Reason reason) {
        return Tags.of("reason", reason.toString());
    }
}
