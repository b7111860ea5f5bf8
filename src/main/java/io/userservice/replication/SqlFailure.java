package io.userservice.replication;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a failed statement or connection says, and of whom: each class of PostgreSQL's documentation, appendix A "Error
 * Codes", is decided here. Pure.
 */
public enum SqlFailure {
    /** The server takes no connection, or is going or coming: 08001, 08004, 57P02, 57P03. */
    UNREACHABLE,
    /** The server itself failed: its disk or memory (class 53), its system (58), its files (F0), its code (XX), others that it asks (HV). */
    SERVER_FAILED,
    /** The server has no room for one more connection: 53300. Those that it has go on working. */
    FULL,
    /**
     * The server cannot answer this: its schema (classes 42, 3F), database (3D), rights (28) or settings (0A, 55) are not
     * what they should be. A standby may not have replayed a migration yet.
     */
    UNSUITABLE,
    /** The server is a standby: 25006. */
    STANDBY,
    /**
     * The connection ended: class 08, 57P01 and 57P05, which somebody or something ended it for. It says nothing of the
     * server until a new connection has failed.
     */
    DISCONNECTED,
    /**
     * The connection's prepared statement is of no use any more: the schema changed (0A000 from
     * {@code RevalidateCachedQuery}), or a pooler gave the session to another (26000, 34000, 42P05). Nothing was done, and
     * on a fresh plan it succeeds.
     */
    STALE_PLAN,
    /**
     * A conflict, with another transaction (class 40, or 55P03 if it kept its lock for too long) or with recovery (40001):
     * the same server would only meet it again.
     */
    CONFLICT,
    /** The statement was cancelled, for its time or on demand (57014), or its transaction was, for its time (25P03, 25P04). */
    CANCELLED,
    /** The statement is at fault, and would be on every server: all that is left. */
    STATEMENT,
    /** No connection of our own is free: all are in use (from the pool, no SQLSTATE). */
    BUSY,
    /**
     * There was room for a connection, but none came in time (from the pool: no SQLSTATE, caused by a
     * {@link TimeoutException}): the server hangs, or so many connect at once that it cannot be blamed.
     */
    SLOW_TO_CONNECT,
    /** Nothing of the database: no {@link SQLException}, or a client's value that another row has already (23505). */
    NONE;

    private static final String REVALIDATES_A_PLAN = "RevalidateCachedQuery";

    /** The kind of an exception, by the {@link SQLException} in it. */
    public static SqlFailure of(Throwable failure) {
        List<SQLException> found = found(failure);
        if (found.isEmpty()) {
            return NONE;
        }
        SQLException first = withState(found);
        if (first != null) {
            return ofState(String.valueOf(first.getSQLState()), routine(first));
        }
        return found.stream().anyMatch(sql -> sql.getCause() instanceof TimeoutException) ? SLOW_TO_CONNECT : BUSY;
    }

    /** The SQLSTATE in it; null if there is none. */
    public static @Nullable String state(Throwable failure) {
        SQLException first = withState(found(failure));
        return first == null ? null : first.getSQLState();
    }

    /** Whether PostgreSQL itself answered that it rolled back: an {@code ERROR} at a commit comes before the commit is written. */
    public static boolean isRolledBack(Throwable failure) {
        ServerErrorMessage answer = answer(withState(found(failure)));
        return answer != null && "ERROR".equals(answer.getSeverity());
    }

    /** Whether the server was silent for too long. */
    public static boolean isTimeout(@Nullable Throwable failure) {
        return failure != null && (failure instanceof SocketTimeoutException || isTimeout(failure.getCause()));
    }

    /** The SQLSTATE, else the class of the exception: for a log. Messages may quote what a client has sent. */
    public static String describe(Throwable failure) {
        List<SQLException> found = found(failure);
        SQLException first = withState(found);
        Throwable named = found.isEmpty() ? failure : found.get(0);
        return first == null ? named.getClass().getSimpleName() : "SQLSTATE " + first.getSQLState();
    }

    /** Whether a new connection, or a fresh plan, to the same server is worth a try: nothing else is known to be at fault. */
    public boolean isOfConnection() {
        return this == DISCONNECTED || this == STALE_PLAN;
    }

    /**
     * The kind of an SQLSTATE.
     *
     * @param routine where in PostgreSQL's source the error was raised; empty if that is unknown
     */
    static SqlFailure ofState(String state, String routine) {
        return switch (state) {
            case "08001", "08004", "57P02", "57P03" -> UNREACHABLE;
            case "57P01", "57P05", "40003" -> DISCONNECTED;
            case "26000", "34000", "42P05" -> STALE_PLAN;
            case "0A000" -> routine.equals(REVALIDATES_A_PLAN) ? STALE_PLAN : UNSUITABLE;
            case "53300" -> FULL;
            case "25006" -> STANDBY;
            case "55P03" -> CONFLICT;
            case "57014", "25P03", "25P04" -> CANCELLED;
            case "57P04" -> UNSUITABLE;
            case "23505" -> NONE;
            default -> ofClass(state.length() < 2 ? "" : state.substring(0, 2));
        };
    }

    private static SqlFailure ofClass(String twoLetters) {
        return switch (twoLetters) {
            case "08" -> DISCONNECTED;
            case "40" -> CONFLICT;
            case "0A", "28", "3D", "3F", "42", "55" -> UNSUITABLE;
            // 72: a snapshot that the server kept for too short a time.
            case "53", "57", "58", "72", "F0", "HV", "XX" -> SERVER_FAILED;
            default -> STATEMENT;
        };
    }

    private static @Nullable SQLException withState(List<SQLException> found) {
        return found.stream()
                .filter(sql -> Objects.nonNull(sql.getSQLState()))
                .findFirst()
                .orElse(null);
    }

    private static String routine(SQLException failure) {
        ServerErrorMessage answer = answer(failure);
        return answer == null ? "" : String.valueOf(answer.getRoutine());
    }

    private static @Nullable ServerErrorMessage answer(@Nullable SQLException failure) {
        return failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    }

    private static List<SQLException> found(Throwable failure) {
        List<SQLException> found = new ArrayList<>();
        collect(failure, found, 0);
        return found;
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
