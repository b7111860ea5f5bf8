package io.userservice.datasource;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sees to it that a service which stops does not wait for a silent server until its time is over: whoever waits there gets his
 * 503 while there is still somebody to give it.
 */
@Singleton
class LastWait {

    /** What is left then is for connections that are waited for, and for the answers. */
    private static final int SHARE = 2;

    void start(@Observes StartupEvent event) {
        WatchedSockets.waitNoLongerThan(Integer.MAX_VALUE);
    }

    void stop(
            @Observes ShutdownDelayInitiatedEvent event,
            @ConfigProperty(name = "quarkus.shutdown.timeout") Optional<Duration> timeout) {
        timeout.ifPresent(all ->
                WatchedSockets.waitNoLongerThan((int) all.dividedBy(SHARE).toMillis()));
    }
}
