package io.userservice.routing;

import io.userservice.problem.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/** What a client is told when no server can do its call now: mostly 503 with {@code Retry-After}, in seconds. */
final class Unavailable {

    private static final int RETRY_AFTER = 1;

    private Unavailable() {}

    /** No server that may answer the read answers. */
    static Problem read(Throwable cause) {
        return problem("read-unavailable", "No server can answer", "Nothing was read; try again", cause);
    }

    /** The primary has no room for another read that a replica should have answered. */
    static Problem fallback(Reason reason) {
        return new Problem(
                        Status.SERVICE_UNAVAILABLE,
                        "/problems/read-unavailable",
                        "No server can answer",
                        "No replica can answer (" + reason + ") and the primary takes no more reads; try again")
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
    }

    /** The primary does not answer, and nothing was written. */
    static Problem write(Throwable cause) {
        return problem("write-unavailable", "The primary does not answer", "Nothing was written; try again", cause);
    }

    /** The connection broke between the commit and its answer. */
    static Problem outcomeUnknown(Throwable cause) {
        return problem(
                "outcome-unknown",
                "It is not known whether this was written",
                "The connection to the primary broke during the commit; look before you try again",
                cause);
    }

    /** The commit met another transaction, and was rolled back. */
    static Problem conflict(Throwable cause) {
        return new Problem(
                Status.CONFLICT,
                "/problems/conflicting-writes",
                "Another request was changing the same data",
                "Nothing was changed; the request can be sent again",
                cause);
    }

    private static Problem problem(String type, String title, String detail, Throwable cause) {
        return new Problem(Status.SERVICE_UNAVAILABLE, "/problems/" + type, title, detail, cause)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
    }
}
