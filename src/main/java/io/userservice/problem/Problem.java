package io.userservice.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.userservice.trace.RequestId;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a client is told of, as the problem details of RFC 9457 ({@code application/problem+json}).
 *
 * <p>Throw it from anywhere below a resource method. Everything in it reaches the client, so nothing secret belongs in it.
 * {@code instance} is filled in from the request. Not thread-safe while headers are being added.
 */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The media type of every error body, RFC 9457 section 3. */
    public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    /** Enough for two in each item of the largest batch; an answer must not be many times as large as the request. */
    private static final int MAX_VIOLATIONS = 2000;

    /** One thing that is wrong with a request: the field (or parameter) and what it must be. */
    @RegisterForReflection
    public record Violation(String field, String message) {

        /** A name that a client has given, as it can be sent back: a lone surrogate could not, and it may be 64 KiB long. */
        public static String printable(String name) {
            String shown = name.replaceAll("[\\p{Cc}\\p{Cs}]", "\uFFFD");
            return shown.codePointCount(0, shown.length()) <= 64
                    ? shown
                    : shown.substring(0, shown.offsetByCodePoints(0, 64)) + "…";
        }
    }

    /** The members in the order of RFC 9457 section 3.1, and two of our own (section 3.2). */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @RegisterForReflection
    record Body(
            String type,
            String title,
            int status,
            String detail,
            @Nullable String instance,
            @Nullable String traceId,
            @Nullable List<Violation> violations) {}

    private final int status;
    private final String type;
    private final String title;
    private final String detail;
    private final transient List<Violation> violations;
    private final transient Map<String, Object> headers = new LinkedHashMap<>();

    private Problem(
            int status,
            String type,
            String title,
            String detail,
            Collection<Violation> violations,
            @Nullable Throwable cause) {
        // A stack trace is most of what an exception costs, and nobody reads it: what failed is in the cause.
        super(title + ": " + detail, cause, false, false);
        this.status = status;
        this.type = type;
        this.title = title;
        this.detail = detail;
        this.violations = violations.stream().limit(MAX_VIOLATIONS).toList();
    }

    /**
     * A problem of the catalogue.
     *
     * @param detail what happened this time and what the client can do
     */
    public Problem(ProblemType type, String detail) {
        this(type, detail, List.of(), null);
    }

    /** The same with its reason, which is for the log only. */
    public Problem(ProblemType type, String detail, Throwable cause) {
        this(type, detail, List.of(), cause);
    }

    /** The same with what is wrong, one by one. */
    public Problem(ProblemType type, String detail, Collection<Violation> violations) {
        this(type, detail, violations, null);
    }

    private Problem(ProblemType type, String detail, Collection<Violation> violations, @Nullable Throwable cause) {
        this(type.status(), type.uri(), type.title(), detail, violations, cause);
        type.retryAfter().ifPresent(seconds -> headers.put(HttpHeaders.RETRY_AFTER, seconds));
    }

    /** A problem that says no more than its status, RFC 9457 section 4.2.1 ({@code about:blank}). */
    public static Problem of(Response.StatusType status, String detail) {
        return new Problem(status.getStatusCode(), "about:blank", status.getReasonPhrase(), detail, List.of(), null);
    }

    /** 400 for a request whose fields break the rules; all of them are listed. */
    public static Problem invalid(Collection<Violation> violations) {
        return new Problem(
                ProblemType.INVALID_REQUEST, "Everything that is wrong with it is listed in violations", violations);
    }

    /** Adds a response header, such as {@code WWW-Authenticate}. Returns this problem. */
    public Problem header(String name, Object value) {
        headers.put(name, value);
        return this;
    }

    /** The HTTP status code, 400 to 599. */
    public int status() {
        return status;
    }

    /** What is wrong with the request, one by one; empty where the detail says it. */
    public List<Violation> violations() {
        return violations;
    }

    /** The answer to send; {@code instance} is the path of the request, escaped as in the request line. */
    public Response toResponse(HttpServerRequest request) {
        return toResponse(ForwardedPrefix.of(request), request.path(), RequestId.of(request));
    }

    /** {@code prefix} is what a gateway has taken off the path. */
    Response toResponse(String prefix, @Nullable String path, @Nullable String traceId) {
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(toBody(prefix, path, traceId));
        headers.forEach(response::header);
        return response.build();
    }

    private Body toBody(String prefix, @Nullable String path, @Nullable String traceId) {
        String kind = type.startsWith("/") ? prefix + type : type;
        String instance = path == null ? null : prefix + path;
        List<Violation> listed = violations.isEmpty() ? null : violations;
        return new Body(kind, title, status(), detail, instance, traceId, listed);
    }
}
