package io.userservice.routing;

import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.userservice.replication.Server;
import io.userservice.replication.SqlFailure;
import java.sql.SQLException;

/** What a client is told when no server can do its call now: mostly 503 with {@code Retry-After}. */
public final class RoutingProblems {

    private RoutingProblems() {}

    /** No server that may answer the read answers, or the last one had no time or no connection for it. */
    public static Problem read(Server last, SqlFailure failure, Throwable cause) {
        return new Problem(
                kind(last, failure, ProblemType.READ_UNAVAILABLE), "Nothing was read; try again", told(failure, cause));
    }

    /** The primary has no room for another read that a replica should have answered. */
    static Problem fallback(Reason reason) {
        return new Problem(
                ProblemType.READ_UNAVAILABLE,
                "No replica can answer (" + reason + ") and the primary takes no more reads; try again");
    }

    /** The primary does not answer, or had no time or no connection for the write. Nothing was written. */
    public static Problem write(Server primary, SqlFailure failure, Throwable cause) {
        return new Problem(
                kind(primary, failure, ProblemType.WRITE_UNAVAILABLE),
                "Nothing was written; try again",
                told(failure, cause));
    }

    /** What the log is told: the SQLSTATE, and no message that may quote what a client has sent. */
    private static Throwable told(SqlFailure failure, Throwable cause) {
        return switch (failure) {
            case SERVER_FAILED, UNSUITABLE, STATEMENT, STALE_PLAN ->
                new SQLException(SqlFailure.describe(cause) + ", " + failure, cause);
            default -> cause;
        };
    }

    /** The pool of a server that hangs is soon exhausted, too: that is no overload. */
    private static ProblemType kind(Server server, SqlFailure failure, ProblemType unavailable) {
        return switch (failure) {
            case CANCELLED -> ProblemType.TIMED_OUT;
            case BUSY, SLOW_TO_CONNECT, FULL -> server.status().isInUse() ? ProblemType.OVERLOADED : unavailable;
            default -> unavailable;
        };
    }

    /** The connection broke between the commit and its answer. */
    public static Problem outcomeUnknown(Throwable cause) {
        return new Problem(
                ProblemType.OUTCOME_UNKNOWN,
                "The connection to the primary broke during the commit; look before you try again",
                cause);
    }

    /** The write met another transaction, and was rolled back. */
    public static Problem conflict(Throwable cause) {
        return new Problem(ProblemType.CONFLICTING_WRITES, "Nothing was changed; the request can be sent again", cause);
    }
}
