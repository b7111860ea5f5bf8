package io.userservice.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Where the primary was when: turns a replica's position into a lag without trusting any server's clock.
 *
 * <p>{@code now() - pg_last_xact_replay_timestamp()} grows on an idle primary; here a replica that has all that the
 * primary was last seen to have never lags. Thread-safe.
 */
final class WalHistory {

    /** Longer than any sensible limit on lag; beyond it the lag reads as this long. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Deque<Mark> newestFirst = new ArrayDeque<>();

    /** Where the primary was seen to be, and when. */
    private record Mark(WalPosition position, Instant at) {}

    /** Takes note of a position of the primary. One that is not new is ignored, whatever server it comes from. */
    synchronized void add(WalPosition position, Instant at) {
        Mark newest = newestFirst.peekFirst();
        if (newest != null && !position.isAfter(newest.position())) {
            return;
        }
        if (newest != null && newest.position().timeline() != position.timeline()) {
            newestFirst.clear();
        }
        newestFirst.addFirst(new Mark(position, at));
        while (newestFirst.getLast().at().isBefore(at.minus(KEPT))) {
            newestFirst.removeLast();
        }
    }

    /** The furthest position that the primary is known to have flushed, or null before the first. */
    synchronized @Nullable WalPosition newest() {
        Mark newest = newestFirst.peekFirst();
        return newest == null ? null : newest.position();
    }

    /** How far behind a replica is that has replayed up to {@code lsn}. */
    synchronized Lag lag(long lsn, Instant now) {
        Mark missing = null;
        for (Mark mark : newestFirst) {
            if (Long.compareUnsigned(mark.position().lsn(), lsn) <= 0) {
                break;
            }
            missing = mark;
        }
        if (missing == null) {
            return Lag.NONE;
        }
        Duration time = Duration.between(missing.at(), now);
        return new Lag(
                time.isNegative() ? Duration.ZERO : time,
                newestFirst.getFirst().position().lsn() - lsn);
    }
}
