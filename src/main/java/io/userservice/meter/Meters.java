package io.userservice.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Makes the service's own meters, each with its help. Names begin with {@code user_service_}, which is added here; so is the
 * unit of a time, {@code _seconds}, and {@code _total} of a counter ("Metric and label naming", Prometheus' documentation).
 * Whoever asks for the same name and labels again gets the same meter; who counts often keeps it, because to find it costs more
 * than to count. Thread-safe.
 */
@ApplicationScoped
public class Meters {

    private static final String PREFIX = "user_service_";

    private final MeterRegistry registry;

    /** With what they ask, to which some have weak references only. */
    private final Map<Meter, Object> made = new ConcurrentHashMap<>();

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What is counted, in the plural; from 0. */
    public Counter counter(String name, String help, Tags labels) {
        return kept(
                Counter.builder(PREFIX + name).description(help).tags(labels).register(registry), this);
    }

    /** A counter of somebody else's, which is asked when it is looked at. */
    public void counter(String name, String help, Tags labels, LongSupplier count) {
        kept(
                FunctionCounter.builder(PREFIX + name, count, LongSupplier::getAsLong)
                        .description(help)
                        .tags(labels)
                        .register(registry),
                count);
    }

    /** A value that goes up and down, and is asked for when it is looked at. Whoever comes second with a name and labels adds nothing. */
    public void gauge(String name, String help, Tags labels, DoubleSupplier value) {
        if (registry.find(PREFIX + name).tags(labels).gauge() != null) {
            return; // Micrometer would do the same, and warn.
        }
        kept(
                Gauge.builder(PREFIX + name, value::getAsDouble)
                        .description(help)
                        .tags(labels)
                        .register(registry),
                value);
    }

    /**
     * Times, counted in buckets: one bucket for each limit, and one for all that is longer. Not the 70 buckets that Micrometer
     * makes by itself: each is a line for each combination of labels.
     */
    public Timer histogram(String name, String help, Tags labels, Duration... limits) {
        return kept(
                Timer.builder(PREFIX + name)
                        .description(help)
                        .tags(labels)
                        .serviceLevelObjectives(limits)
                        .register(registry),
                this);
    }

    /** How often something was done and how long that took together, both counted by somebody else. */
    public void times(String name, String help, Tags labels, LongSupplier count, LongSupplier nanos) {
        kept(
                FunctionTimer.builder(
                                PREFIX + name,
                                count,
                                LongSupplier::getAsLong,
                                source -> nanos.getAsLong(),
                                TimeUnit.NANOSECONDS)
                        .description(help)
                        .tags(labels)
                        .register(registry),
                count);
    }

    /** Removes all that have such a label: what they tell of is gone. */
    public void remove(String label, String value) {
        made.keySet().removeIf(meter -> {
            boolean gone = value.equals(meter.getId().getTag(label));
            if (gone) {
                registry.remove(meter);
            }
            return gone;
        });
    }

    /** The registry outlives this start of the service where another one follows in the same process. */
    void remove(@Observes ShutdownEvent event) {
        made.keySet().forEach(registry::remove);
        made.clear();
    }

    private <T extends Meter> T kept(T meter, Object source) {
        made.putIfAbsent(meter, source);
        return meter;
    }
}
