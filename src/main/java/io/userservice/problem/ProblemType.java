package io.userservice.problem;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Every kind of problem that this service names, RFC 9457 section 4: the catalogue that clients program against.
 *
 * <p>A kind's URI and status never change. Failures that say no more than their status are {@code about:blank} instead.
 */
public enum ProblemType {
    INVALID_REQUEST(
            400,
            "The request is not valid",
            "A field or parameter breaks its rules; violations lists all that do",
            "Correct everything in violations"),
    CONSISTENCY_TOKEN(
            400,
            "The consistency token is not valid",
            "The Consistency-Token, or the one in a cursor, is none that this service gives",
            "Send the latest token as it was given, or none"),
    CONSISTENCY(
            400,
            "The consistency level is not valid",
            "The Consistency header asks for a level that does not exist",
            "Send eventual, session, strong or bounded;max-staleness=<seconds>"),
    NO_TOKEN(
            401,
            "A token is needed",
            "The request has no bearer token, or its Authorization header is of another scheme",
            "Get a token from the identity provider and send it as Authorization: Bearer <token>"),
    INVALID_TOKEN(
            401,
            "The token is not valid",
            "The bearer token has expired, is not signed by the identity provider, or is meant for another service",
            "Get a new token for this service from the identity provider"),
    INSUFFICIENT_SCOPE(
            403,
            "The token does not allow this",
            "The token lacks users:read, for reading, or users:write, for all else",
            "Get a token with the scope that WWW-Authenticate names"),
    STRONG_READS_OFF(
            403,
            "Strong reads are switched off",
            "Consistency: strong was asked for, and the operator does not offer it",
            "Send the Consistency-Token of the last write instead"),
    USER_NOT_FOUND(
            404,
            "No such user",
            "No user has the id: there never was one, or it was deleted",
            "Send the Consistency-Token of the write that made the user, if there was one"),
    EMAIL_TAKEN(
            409,
            "The e-mail address is taken",
            "Another user has the e-mail address, in upper or lower case",
            "Use another e-mail address"),
    VERSION_CONFLICT(
            409,
            "The user has another version by now",
            "The version in the body is not the one that the user has: somebody changed it meanwhile",
            "Read the user, apply the change to what it is now, and send that with its version"),
    PRECONDITION_FAILED(
            412,
            "A condition of the request does not hold",
            "If-Match does not name the version that the user has, or names it by a weak tag, or If-None-Match does",
            "Read the user, apply the change to what it is now, and send that with its ETag, without W/, in If-Match"),
    REQUEST_IN_PROGRESS(
            409,
            "The same request is still running",
            "A request with the same Idempotency-Key has not been answered yet",
            "Send the request again after Retry-After: it gets the first one's answer",
            1),
    CONFLICTING_WRITES(
            409,
            "Another request was changing the same data",
            "PostgreSQL ended one of several requests that waited for each other",
            "Send the request again: nothing was changed"),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "The Idempotency-Key belongs to another request",
            "Another body was sent with the same Idempotency-Key in the last 24 hours",
            "Send a key of its own with each new request"),
    KEYS_UNAVAILABLE(
            503,
            "Tokens cannot be verified",
            "The identity provider does not answer with the keys that tokens are verified with",
            "Send the request again after Retry-After: nothing was read or written",
            5),
    OVERLOADED(
            503,
            "Too many requests at once",
            "The service has as many requests as it can take, or no database connection became free in time",
            "Send the request again after Retry-After, and fewer at once: nothing was done",
            1),
    SHUTTING_DOWN(
            503,
            "This instance is being stopped",
            "The request came after the instance was told to stop; it only finishes what it has begun",
            "Send the request again, over a new connection: nothing was done",
            1),
    TIMED_OUT(
            503,
            "The database took too long",
            "A statement ran into its time limit or was cancelled, or a commit that the client saw still waits for standbys",
            "Send the request again after Retry-After: nothing was written",
            1),
    READ_UNAVAILABLE(
            503,
            "No server can answer",
            "No replica can answer the read, and the primary cannot or takes no more",
            "Send the request again after Retry-After",
            1),
    WRITE_UNAVAILABLE(
            503,
            "The primary cannot do this write now",
            "The primary is down, or failing over, or refused the write for a reason of its own; the detail says which",
            "Send the request again after Retry-After: nothing was written",
            1),
    READ_ONLY(
            503,
            "Nothing can be written now",
            "Whoever runs the service has switched it to read-only, for maintenance of the primary",
            "Send the request again after Retry-After: nothing was written. Reads work",
            10),
    OUTCOME_UNKNOWN(
            503,
            "It is not known whether this was written",
            "The connection to the primary broke during the commit",
            "Send a POST again with its Idempotency-Key; look whether anything else was written before sending it again",
            1);

    private final int status;
    private final String title;
    private final String occurs;
    private final String advice;
    private final int retryAfter;

    ProblemType(int status, String title, String occurs, String advice) {
        this(status, title, occurs, advice, 0);
    }

    ProblemType(int status, String title, String occurs, String advice, int retryAfter) {
        this.status = status;
        this.title = title;
        this.occurs = occurs;
        this.advice = advice;
        this.retryAfter = retryAfter;
    }

    /** A relative reference, {@code /problems/email-taken}: where the service runs it leads to what it means. */
    public String uri() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** The kind in a few words. */
    public String title() {
        return title;
    }

    /** When it occurs. */
    public String occurs() {
        return occurs;
    }

    /** What a client can do. */
    public String advice() {
        return advice;
    }

    /** Seconds after which the same request may succeed, for {@code Retry-After} (RFC 9110 section 10.2.3). */
    public OptionalInt retryAfter() {
        return retryAfter == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfter);
    }
}
