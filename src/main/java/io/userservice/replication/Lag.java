package io.userservice.replication;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a replica is behind the primary. Immutable.
 *
 * @param time from the last time when the primary was seen where the replica is, or less far, to the last time when it was
 *     seen at all; zero if the replica has all that was seen of it
 * @param bytes of WAL between the two
 * @param asOf the replica shows all that was committed before this moment; null if no such moment is known
 */
public record Lag(Duration time, long bytes, @Nullable Instant asOf) {

    /** Nothing is known to be missing, nor since when. */
    public static final Lag NONE = new Lag(Duration.ZERO, 0);

    /** Longer than any limit. */
    private static final Duration UNKNOWN = Duration.ofDays(36_500);

    /** Without a moment. */
    public Lag(Duration time, long bytes) {
        this(time, bytes, null);
    }

    /** Of a replica that was not yet seen to have anything that the primary was seen to have. */
    static Lag unknown(long bytes) {
        return new Lag(UNKNOWN, bytes);
    }

    /** Whether the time is known. */
    public boolean isKnown() {
        return !time.equals(UNKNOWN);
    }

    /** How old at most is what the replica shows; far beyond any limit if that is unknown. */
    public Duration age(Instant now) {
        return asOf == null ? UNKNOWN : Duration.between(asOf, now);
    }

    /** Beyond either limit. */
    boolean isOver(Lag limit) {
        return time.compareTo(limit.time) > 0 || bytes > limit.bytes;
    }

    Lag half() {
        return new Lag(time.dividedBy(2), bytes / 2);
    }
}
