package io.userservice.consistency;

import io.userservice.replication.WalPosition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How consistent a client wants its reads. Immutable.
 *
 * @param level what kind of promise
 * @param token the position that the client has seen, null if it carries none
 * @param maxStaleness how old an answer may be; only for {@link Level#BOUNDED}
 */
public record ReadConsistency(Level level, @Nullable WalPosition token, Duration maxStaleness) {

    /** A client that asks for nothing. */
    public static final ReadConsistency DEFAULT = new ReadConsistency(Level.SESSION, null, Duration.ZERO);

    /** The promise that a read makes. */
    public enum Level {
        /** Any replica, whatever the client has seen. */
        EVENTUAL,
        /** At least what the client has seen; without a token, any replica that does not lag. */
        SESSION,
        /** As {@link #SESSION}, and no older than {@link ReadConsistency#maxStaleness}. */
        BOUNDED,
        /** The primary. */
        STRONG
    }

    /** What a server must at least show; null if nothing in particular. */
    public @Nullable WalPosition promised() {
        return level == Level.EVENTUAL ? null : token;
    }

    /** The same with another token, or with none. */
    ReadConsistency with(@Nullable WalPosition other) {
        return new ReadConsistency(level, other, maxStaleness);
    }
}
