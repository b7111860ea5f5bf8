package io.userservice.problem;

import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;

/**
 * Every kind of problem that this service names, RFC 9457 section 4: the catalogue that clients program against.
 *
 * <p>A kind's URI and status never change. Failures that say no more than their status are {@code about:blank} instead.
 */
public enum ProblemType {
    INVALID_REQUEST(
            Status.BAD_REQUEST,
            "The request is not valid",
            "A field or parameter breaks its rules; violations lists all that do",
            "Correct everything in violations"),
    CONSISTENCY_TOKEN(
            Status.BAD_REQUEST,
            "The consistency token is not valid",
            "The Consistency-Token, or the one in a cursor, is none that this service gives",
            "Send the latest token as it was given, or none"),
    CONSISTENCY(
            Status.BAD_REQUEST,
            "The consistency level is not valid",
            "The Consistency header asks for a level that does not exist",
            "Send eventual, session, strong or bounded;max-staleness=<seconds>"),
    STRONG_READS_OFF(
            Status.FORBIDDEN,
            "Strong reads are switched off",
            "Consistency: strong was asked for, and the operator does not offer it",
            "Send the Consistency-Token of the last write instead"),
    USER_NOT_FOUND(
            Status.NOT_FOUND,
            "No such user",
            "No user has the id: there never was one, or it was deleted",
            "Send the Consistency-Token of the write that made the user, if there was one"),
    EMAIL_TAKEN(
            Status.CONFLICT,
            "The e-mail address is taken",
            "Another user has the e-mail address, in upper or lower case",
            "Use another e-mail address"),
    CONFLICTING_WRITES(
            Status.CONFLICT,
            "Another request was changing the same data",
            "PostgreSQL ended one of several requests that waited for each other",
            "Send the request again: nothing was changed"),
    READ_UNAVAILABLE(
            Status.SERVICE_UNAVAILABLE,
            "No server can answer",
            "No replica can answer the read, and the primary cannot or takes no more",
            "Send the request again after Retry-After"),
    WRITE_UNAVAILABLE(
            Status.SERVICE_UNAVAILABLE,
            "The primary does not answer",
            "The primary is down, or failing over",
            "Send the request again after Retry-After: nothing was written"),
    OUTCOME_UNKNOWN(
            Status.SERVICE_UNAVAILABLE,
            "It is not known whether this was written",
            "The connection to the primary broke during the commit",
            "Look whether it was written before sending it again");

    private final Status status;
    private final String title;
    private final String occurs;
    private final String advice;

    ProblemType(Status status, String title, String occurs, String advice) {
        this.status = status;
        this.title = title;
        this.occurs = occurs;
        this.advice = advice;
    }

    /** A relative reference, {@code /problems/email-taken}: where the service runs it leads to what it means. */
    public String uri() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Status status() {
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
}
