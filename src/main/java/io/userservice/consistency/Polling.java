package io.userservice.consistency;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Asks a server the same question until the answer is yes, or the time is over. Thread-safe. */
@ApplicationScoped
class Polling {

    /** Replay follows a commit within a fraction of a millisecond; asking more often would only cost the server. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** Backs off: each pause is a quarter of the time waited so far. */
    private static final int BACK_OFF = 4;

    private final InstantSource clock;
    private final ConsistencyMetrics metrics;

    Polling(InstantSource clock, ConsistencyMetrics metrics) {
        this.clock = clock;
        this.metrics = metrics;
    }

    /** What is asked, in one round trip. */
    interface Question {
        boolean ask() throws SQLException;
    }

    /** Whether the answer was yes in time. The first question is asked at once. */
    boolean until(String server, Duration atMost, Question question) throws SQLException {
        Instant start = clock.instant();
        boolean reached = false;
        try {
            while (!question.ask()) {
                Duration waited = Duration.between(start, clock.instant());
                Duration next = waited.dividedBy(BACK_OFF);
                Duration pause = next.compareTo(PAUSE) > 0 ? next : PAUSE;
                if (waited.plus(pause).compareTo(atMost) > 0) {
                    return false;
                }
                LockSupport.parkNanos(pause.toNanos());
            }
            reached = true;
            return true;
        } finally {
            metrics.waited(server, Duration.between(start, clock.instant()), reached);
        }
    }
}
