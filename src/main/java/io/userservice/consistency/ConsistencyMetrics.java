package io.userservice.consistency;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.userservice.meter.Meters;
import io.userservice.trace.Tracing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Counts tokens that are refused, and times the waits for those that are not reached yet, which the trace of a request shows
 * too. Thread-safe.
 */
@ApplicationScoped
class ConsistencyMetrics {

    /** Replay takes a fraction of a millisecond; a read waits for 50 ms as a rule, and a call to the primary for 2 s. */
    private static final Duration[] WAITS = Stream.of(1, 2, 5, 10, 25, 50, 100, 500, 2000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Tracing tracing;
    private final Timer waits;
    private final Counter malformed;
    private final Counter beyondWritten;

    ConsistencyMetrics(Meters meters, Tracing tracing) {
        this.tracing = tracing;
        this.waits = meters.histogram(
                "consistency_wait",
                "Waits of calls for a server to show what their client has seen, whether it did in time or not",
                Tags.empty(),
                WAITS);
        this.malformed = refused(meters, "malformed");
        this.beyondWritten = refused(meters, "beyond-written");
    }

    private static Counter refused(Meters meters, String cause) {
        return meters.counter("tokens_refused", "Consistency tokens that were refused", Tags.of("cause", cause));
    }

    /** From 0, so that the first refusal is an increase too. */
    void start(@Observes StartupEvent event) {}

    /** A call waited for a server to show what its client has seen. */
    void waited(String server, Duration time, boolean reached) {
        waits.record(time);
        tracing.waited("position", server, time, reached);
    }

    /** A token was refused, for it is none. */
    void tokenMalformed() {
        malformed.increment();
    }

    /** A token was refused, for it lies beyond all that was ever written. */
    void tokenBeyondWritten() {
        beyondWritten.increment();
    }
}
