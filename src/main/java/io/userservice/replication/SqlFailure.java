package io.userservice.replication;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a failed statement or connection says of its server (PostgreSQL's documentation, appendix A "Error Codes"). */
public enum SqlFailure {
    /** The connection is gone or cannot be made: SQLSTATE class 08, or 57P01 to 57P05, the server is going or coming. */
    UNREACHABLE,
    /**
     * A conflict, with another transaction (40001, 40P01, or 55P03 if it kept its lock for too long) or with recovery
     * (40001): the same server would only meet it again.
     */
    CONFLICT,
    /** The statement was cancelled, for its time or on demand (57014), or its transaction was, for doing nothing (25P03). */
    CANCELLED,
    /** No free connection: ours are all in use (no SQLSTATE, from the pool), or the server's are (53300). */
    BUSY,
    /**
     * There was room for a connection, but none came in time (from the pool: no SQLSTATE, caused by a
     * {@link TimeoutException}): the server hangs, or so many connect at once that it cannot be blamed.
     */
    SLOW_TO_CONNECT,
    /** The server is a standby (25006). */
    STANDBY,
    /** The statement itself is at fault. */
    NONE;

    /** The kind of an exception, by the {@link SQLException} in it. */
    public static SqlFailure of(Throwable failure) {
        List<SQLException> found = new ArrayList<>();
        collect(failure, found, 0);
        if (found.isEmpty()) {
            return NONE;
        }
        return found.stream()
                .map(SQLException::getSQLState)
                .filter(Objects::nonNull)
                .findFirst()
                .map(SqlFailure::ofState)
                .orElse(
                        found.stream().anyMatch(sql -> sql.getCause() instanceof TimeoutException)
                                ? SLOW_TO_CONNECT
                                : BUSY);
    }

    private static SqlFailure ofState(String state) {
        return switch (state) {
            case "57P01", "57P02", "57P03", "57P05" -> UNREACHABLE;
            case "40001", "40P01", "55P03" -> CONFLICT;
            case "57014", "25P03" -> CANCELLED;
            case "53300" -> BUSY;
            case "25006" -> STANDBY;
            default -> state.startsWith("08") ? UNREACHABLE : NONE;
        };
    }

    /** Looks through causes and suppressed exceptions: a transaction manager suppresses the reason of a failed commit. */
    private static void collect(@Nullable Throwable failure, List<SQLException> found, int depth) {
        if (failure == null || depth > 20) {
            return;
        }
        if (failure instanceof SQLException sql) {
            found.add(sql);
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            collect(suppressed, found, depth + 1);
        }
        collect(failure.getCause(), found, depth + 1);
    }
}
