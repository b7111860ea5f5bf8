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
                kind(last, failure, ProblemType.READ_UNAVAILABLE),
                because("the last server asked", failure) + "Nothing was read; try again",
                told(failure, cause));
    }

    /** A read names a replica that did not answer of late, and is being asked meanwhile whether it does again; or is drained. */
    static Problem notNow(Server named) {
        return new Problem(
                ProblemType.READ_UNAVAILABLE,
                named + ", the one server that this may be read from, "
                        + (named.isDrained() ? "takes no reads now" : "does not answer")
                        + ". Nothing was read; try again");
    }

    /** A read names a group of replicas, and none of them can answer it. The primary has other things to do. */
    static Problem noneOf(String group, Reason reason) {
        return new Problem(
                ProblemType.READ_UNAVAILABLE,
                "No replica of the group " + group + ", the only ones that this may be read from, can answer (" + reason
                        + "). Nothing was read; try again");
    }

    /** Whoever runs the service has it write nothing for a while. */
    static Problem readOnly() {
        return new Problem(ProblemType.READ_ONLY, "The service is read-only for maintenance. Nothing was written");
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
                because("the primary", failure) + "Nothing was written; try again",
                told(failure, cause));
    }

    /** What a client may know of the reason; the log has the SQLSTATE. */
    private static String because(String server, SqlFailure failure) {
        return switch (failure) {
            case UNREACHABLE, DISCONNECTED -> "No connection to " + server + " could be had, or it broke. ";
            case SERVER_FAILED -> "An error of " + server + " itself ended the statement. ";
            case FULL -> "No more connections are taken by " + server + ". ";
            case UNSUITABLE -> "The schema, the rights or the settings of " + server + " do not allow it. ";
            case STANDBY -> "A standby was in the place of " + server + ": it is failing over. ";
            case STALE_PLAN -> "The schema changes again and again. ";
            case CONFLICT -> "The statement met a conflict on " + server + ". ";
            case CANCELLED -> "The statement was cancelled, or took too long. ";
            case STATEMENT -> "The statement was refused by " + server + ". ";
            case BUSY, SLOW_TO_CONNECT -> "No connection to " + server + " became free in time. ";
            case NONE -> "";
        };
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
