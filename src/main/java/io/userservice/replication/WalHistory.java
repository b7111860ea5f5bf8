package io.userservice.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the primary was when: tells how old at most what a replica shows is, without trusting any server's clock. A replica
 * that has what the primary had when it was asked shows all that was committed before it was asked.
 *
 * <p>{@code now() - pg_last_xact_replay_timestamp()} grows on an idle primary; here each answer of an idle primary makes a
 * replica that has all of it younger. Thread-safe.
 */
final class WalHistory {

    /** Beyond this many sightings the older ones are thinned out: the longer ago, the less exact. */
    private static final int MOST = 1024;

    /** Closer ones are left out, as a busy primary is seen with each write; ages are that much too great at most. */
    private static final Duration APART = Duration.ofMillis(5);

    /** Answers come in another order than the questions were sent, but not by that much. */
    private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(10);

    /** Oldest first; each is both later and further than the one before. */
    private final List<Sighting> sightings = new ArrayList<>();

    private volatile @Nullable WalPosition newest;

    /** The primary was at least there at that time: it was asked then, or later. */
    private record Sighting(WalPosition position, Instant asked) {}

    /**
     * The primary is known to have got there. One that was replaced is ignored.
     *
     * @param asked the time before it was asked; null if it said so unasked, which tells no age
     */
    synchronized void add(WalPosition position, @Nullable Instant asked) {
        WalPosition furthest = newest;
        if (furthest == null || position.isAfter(furthest)) {
            furthest = position;
            newest = position;
        }
        if (asked != null && furthest.timeline() == position.timeline()) {
            see(position, asked);
        }
    }

    private void see(WalPosition position, Instant asked) {
        while (!sightings.isEmpty() && (isRenewed(last(), position, asked) || isOfTheFuture(last(), asked))) {
            sightings.remove(sightings.size() - 1);
        }
        if (sightings.isEmpty() || asked.isAfter(last().asked().plus(APART))) {
            sightings.add(new Sighting(position, asked));
        }
        if (sightings.size() > MOST) {
            thinOut();
        }
    }

    /** The primary has not moved since: that is news of the same position. */
    private static boolean isRenewed(Sighting known, WalPosition position, Instant asked) {
        return !position.isAfter(known.position()) && !known.asked().isAfter(asked);
    }

    /** Our clock was set back: what it said before would make replicas younger than they are. */
    private static boolean isOfTheFuture(Sighting known, Instant asked) {
        return known.asked().isAfter(asked.plus(SLOWEST_ANSWER));
    }

    /** Leaves out every other one of the older half. */
    private void thinOut() {
        List<Sighting> kept = new ArrayList<>(MOST);
        for (int i = 0; i < sightings.size(); i++) {
            if (i % 2 == 0 || i >= MOST / 2) {
                kept.add(sightings.get(i));
            }
        }
        sightings.clear();
        sightings.addAll(kept);
    }

    /** The furthest position that the primary is known to have flushed, or null before the first. */
    @Nullable
    WalPosition newest() {
        return newest;
    }

    /** How far behind a replica is that has replayed up to this position; none if nothing is known of the primary. */
    synchronized Lag lag(WalPosition replayed) {
        WalPosition furthest = newest;
        if (furthest == null || sightings.isEmpty()) {
            return Lag.NONE;
        }
        long bytes = Math.max(0, furthest.lsn() - replayed.lsn());
        for (int i = sightings.size() - 1; i >= 0; i--) {
            Sighting sighting = sightings.get(i);
            if (replayed.covers(sighting.position())) {
                Duration time = Duration.between(sighting.asked(), last().asked());
                return new Lag(time, bytes, sighting.asked());
            }
        }
        return Lag.unknown(bytes);
    }

    private Sighting last() {
        return sightings.get(sightings.size() - 1);
    }
}
