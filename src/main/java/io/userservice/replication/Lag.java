package io.userservice.replication;

import java.time.Duration;

/**
 * How far a replica is behind the primary.
 *
 * @param time how long ago the primary was seen at a position that the replica has not reached; zero if it has all
 * @param bytes of WAL between the two
 */
public record Lag(Duration time, long bytes) {

    public static final Lag NONE = new Lag(Duration.ZERO, 0);

    boolean isOver(Lag limit) {
        return time.compareTo(limit.time) > 0 && bytes > limit.bytes;
    }

    Lag half() {
        return new Lag(time.dividedBy(2), bytes / 2);
    }
}
