package io.userservice.routing;

import java.util.Locale;

/** Why a call uses the server that it uses: the same words in the {@code Served-By} header, in metrics and in logs. */
public enum Reason {
    /** A read, on the replica that the selection picked. */
    READ_ONLY,
    /** A read on the replica that {@code @ReadReplica("…")} names. */
    BY_NAME,
    /** A read on the primary, because no replica is configured. */
    NO_REPLICA,
    /** A method that may write: POST, PUT, PATCH, DELETE. */
    WRITE,
    /** {@code @UsePrimary} says so. */
    USE_PRIMARY,
    /** Code that declares nothing. */
    UNDECLARED;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    @Override
    public String toString() {
        return text;
    }
}
