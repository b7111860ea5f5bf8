package io.userservice.consistency;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Counts tokens that are refused, and times the waits for those that are not reached yet. Thread-safe. */
@ApplicationScoped
class ConsistencyMetrics {

    private final MeterRegistry registry;

    ConsistencyMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A read waited for a server to show what its client has seen. */
    void waited(Duration time) {
        registry.timer("user_service.consistency.wait").record(time);
    }

    /** A token was refused. */
    void tokenRejected(String cause) {
        registry.counter("user_service.token.rejected", "cause", cause).increment();
    }
}
