package io.userservice.routing;

import java.util.Locale;

/** Why a call uses the server that it uses: the same words in the {@code Served-By} header, in metrics and in logs. */
public enum Reason {
    /** A read, on a replica that does not lag. */
    READ_ONLY,
    /** A read on the replica that {@code @ReadReplica("…")} names. */
    BY_NAME,
    /** A read on a replica that is known to have reached the client's token. */
    TOKEN_REACHED,
    /** A read on a replica that reached the client's token while the read waited for it. */
    TOKEN_AWAITED,
    /** A read on a replica that is no staler than the client allows. */
    FRESH_ENOUGH,
    /** An eventual read on the least lagging replica: all lag. */
    LEAST_LATE,
    /** A read on a replica of another zone: those of this instance's are no good for it, or have too much to do. */
    OTHER_ZONE,
    /** A read on the primary: no replica is configured. */
    NO_REPLICA,
    /** A read on the primary: the client asked for a strong one. */
    STRONG,
    /** A read on the primary: no replica reached the client's token in time. */
    TOKEN_NOT_REACHED(true),
    /** A read on the primary: the client's token is from before a failover. */
    TOKEN_FROM_OTHER_TIMELINE(true),
    /** A read on the primary: every replica is staler than the client allows. */
    TOO_STALE(true),
    /** A read on the primary: every replica lags. */
    REPLICAS_LATE(true),
    /** A read on the primary: no replica can be used. */
    REPLICAS_DOWN(true),
    /** A read on the primary: it failed on two replicas, or on the only one. */
    FAILOVER(true),
    /** A read inside a transaction on the primary, which may have written. */
    IN_TRANSACTION,
    /** A method that may write: POST, PUT, PATCH, DELETE. */
    WRITE,
    /** {@code @UsePrimary} says so. */
    USE_PRIMARY,
    /** Code that declares nothing. */
    UNDECLARED;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final boolean fallback;

    Reason() {
        this(false);
    }

    Reason(boolean fallback) {
        this.fallback = fallback;
    }

    /** Whether a replica should have answered: such a read shares the primary's budget for fallback. */
    public boolean isFallback() {
        return fallback;
    }

    @Override
    public String toString() {
        return text;
    }
}
