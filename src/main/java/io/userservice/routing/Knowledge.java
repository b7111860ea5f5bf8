package io.userservice.routing;

import io.userservice.replication.Prober;
import io.userservice.replication.ReplicationConfig;
import io.userservice.replication.Servers;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Has what is known of the servers refreshed, where it is too old for a read. Thread-safe. */
@Singleton
class Knowledge {

    /** Rounds for reads with a bound, however short that is, are at least that far apart. */
    private static final Duration LEAST_APART = Duration.ofMillis(5);

    private final Servers servers;
    private final Prober prober;
    private final Duration maxAge;
    private final InstantSource clock;
    private final Object round = new Object();

    Knowledge(Servers servers, Prober prober, ReplicationConfig config, InstantSource clock) {
        this.servers = servers;
        this.prober = prober;
        this.maxAge = config.maxAge();
        this.clock = clock;
    }

    /** Asks every server if the primary was not asked for {@code max-age}: after this instance was frozen, or without probes. */
    void refreshIfOld() {
        if (isFresh()) {
            return;
        }
        synchronized (round) {
            if (!isFresh()) {
                prober.askAll();
            }
        }
    }

    private boolean isFresh() {
        return clock.instant().isBefore(prober.lastAsked().plus(maxAge));
    }

    /**
     * Asks every server for a read for whose bound what is known is too old: a bound may be shorter than the time between
     * two probes. Nothing is asked that was asked within a quarter of the bound, nor while the primary is banned: without its
     * answer nobody gets younger. It takes no longer than two probes may.
     */
    void refreshFor(Duration maxStaleness) {
        Instant now = clock.instant();
        Duration quarter = maxStaleness.dividedBy(4);
        Instant enough = now.minus(quarter.compareTo(LEAST_APART) < 0 ? LEAST_APART : quarter);
        if (prober.lastRound().isAfter(enough) || servers.primary().status().isBanned(now)) {
            return;
        }
        synchronized (round) {
            if (!prober.lastRound().isAfter(enough)) {
                prober.askThoseInUse();
            }
        }
    }
}
