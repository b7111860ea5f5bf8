package io.userservice.routing;

import io.userservice.replication.WalPosition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fresh a client wants its reads.
 *
 * @param level what kind of promise
 * @param token the position that the client has seen, null if it carries none
 * @param maxStaleness how old an answer may be; only for {@link Level#BOUNDED}
 */
public record Freshness(Level level, @Nullable WalPosition token, Duration maxStaleness) {

    /** A client that asks for nothing. */
    public static final Freshness DEFAULT = new Freshness(Level.SESSION, null, Duration.ZERO);

    /** The promise that a read makes. */
    public enum Level {
        /** Any replica, whatever the client has seen. */
        EVENTUAL,
        /** At least what the client has seen; without a token, any replica that is not late. */
        SESSION,
        /** As {@link #SESSION}, and no older than {@link Freshness#maxStaleness}. */
        BOUNDED,
        /** The primary. */
        STRONG
    }
}
