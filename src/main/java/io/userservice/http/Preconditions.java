package io.userservice.http;

import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import io.userservice.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request, RFC 9110 section 13.1. Pure.
 *
 * <p>JAX-RS has {@code evaluatePreconditions}, but Quarkus' implementation compares weak tags strongly, so that a client
 * behind a proxy that compresses would never get a 304. It also takes any text for a tag.
 *
 * @param ifMatch null if the header is not there, as is {@code ifNoneMatch}
 */
public record Preconditions(
        @Nullable EntityTags ifMatch, @Nullable EntityTags ifNoneMatch) {

    /** What the conditions say of the version that there is. */
    public enum Outcome {
        HOLD,
        /** If-Match names other versions, or If-None-Match this one: 412. */
        FAILED,
        /** The client has this version: 304 for a read. */
        NOT_MODIFIED
    }

    /**
     * Entity tags as a header lists them, RFC 9110 section 8.8.3.
     *
     * @param any {@code *}
     */
    public record EntityTags(boolean any, List<String> tags) {
        private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\uffff]*\"";
        private static final Pattern ONE = Pattern.compile(TAG);
        private static final Pattern LIST = Pattern.compile(TAG + "(?:[ \\t]*,[ \\t]*" + TAG + ")*");

        /** Null if there are no lines of the header. */
        static @Nullable EntityTags of(String header, @Nullable List<String> lines) {
            if (lines == null || lines.isEmpty()) {
                return null;
            }
            String value = String.join(",", lines).strip();
            if (value.equals("*")) {
                return new EntityTags(true, List.of());
            }
            if (!LIST.matcher(value).matches()) {
                throw Problem.invalid(
                        List.of(new Violation(header, "must be * or entity tags as they were given, such as \"3\"")));
            }
            List<String> tags = new ArrayList<>();
            for (Matcher tag = ONE.matcher(value); tag.find(); ) {
                tags.add(tag.group());
            }
            return new EntityTags(false, tags);
        }

        /** Strong comparison, section 8.8.3.2: a weak tag does not say which version exactly. */
        boolean matchStrongly(String tag) {
            return any || tags.contains(tag);
        }

        boolean matchWeakly(String tag) {
            return matchStrongly(tag) || tags.contains("W/" + tag);
        }

        boolean areWeak() {
            return tags.stream().anyMatch(tag -> tag.startsWith("W/"));
        }
    }

    /**
     * Reads the headers of a request, these two alone: JAX-RS would copy them all.
     *
     * @throws Problem 400 if one of them lists no entity tags
     */
    public static Preconditions of(HttpServerRequest request) {
        return new Preconditions(tags(HttpHeaders.IF_MATCH, request), tags(HttpHeaders.IF_NONE_MATCH, request));
    }

    private static @Nullable EntityTags tags(String header, HttpServerRequest request) {
        return EntityTags.of(header, request.headers().getAll(header));
    }

    public boolean isEmpty() {
        return ifMatch == null && ifNoneMatch == null;
    }

    /** In the order of RFC 9110 section 13.2.2; {@code tag} is that of what there is, {@code read} of GET and HEAD. */
    public Outcome evaluate(String tag, boolean read) {
        if (ifMatch != null && !ifMatch.matchStrongly(tag)) {
            return Outcome.FAILED;
        }
        if (ifNoneMatch != null && ifNoneMatch.matchWeakly(tag)) {
            return read ? Outcome.NOT_MODIFIED : Outcome.FAILED;
        }
        return Outcome.HOLD;
    }

    /** The strong tag of a version, for {@code ETag} (RFC 9110 section 8.8.3). */
    public static String tag(int version) {
        return '"' + Integer.toString(version) + '"';
    }

    /** The answer if they {@link Outcome#FAILED}: 412 with the tag of what there is. */
    public Problem failed(String tag) {
        return new Problem(ProblemType.PRECONDITION_FAILED, whyNot(tag)).header(HttpHeaders.ETAG, tag);
    }

    /** A proxy that compresses makes tags weak, which its client does not know. */
    String whyNot(String tag) {
        if (ifMatch == null || ifMatch.matchStrongly(tag)) {
            return "If-None-Match names the current tag, " + tag;
        }
        return ifMatch.areWeak()
                ? "If-Match never matches a weak tag (W/…), RFC 9110 section 13.1.1; the tag is " + tag
                : "If-Match does not name the current tag, " + tag;
    }
}
