package io.userservice.http.body;

import io.userservice.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses, with 415, a body that its sender says is compressed, or in another charset than UTF-8. Before this every such body
 * was read as plain UTF-8, and called malformed JSON or, worse, taken for another text.
 *
 * <p>Compressed bodies are not unpacked: at most 2 MiB of JSON are not worth that a small request can cost the memory and
 * the time of a large one. JSON between systems is UTF-8 (RFC 8259 section 8.1).
 */
@Provider
@Priority(Priorities.ENTITY_CODER)
public class BodyCoding implements ReaderInterceptor {

    private static final String CHARSET = "charset";
    private static final String ACCEPT_ENCODING = "identity";

    /** The second is no registered name, but is what many send. */
    private static final Set<String> UTF_8 = Set.of("utf-8", "utf8");

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (isCoded(context.getHeaders().get(HttpHeaders.CONTENT_ENCODING))) {
            // Accept-Encoding in the answer says which codings there are, RFC 9110 section 15.5.16.
            throw unsupported("The body must be sent as it is, without a Content-Encoding")
                    .header(HttpHeaders.ACCEPT_ENCODING, ACCEPT_ENCODING);
        }
        if (!isUtf8(context.getMediaType())) {
            throw unsupported("The body must be in UTF-8 (RFC 8259 section 8.1)");
        }
        return context.proceed();
    }

    /** Whether these lines of {@code Content-Encoding} name any coding. {@code identity} is none, RFC 9110 section 12.5.3. */
    static boolean isCoded(@Nullable List<String> lines) {
        return lines != null
                && lines.stream()
                        .flatMap(line -> Stream.of(line.split(",")))
                        .map(String::strip)
                        .anyMatch(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase("identity"));
    }

    /** Names of charsets are case-insensitive, RFC 9110 section 8.3.2; without one a body is UTF-8. */
    static boolean isUtf8(@Nullable MediaType type) {
        String charset = type == null ? null : type.getParameters().get(CHARSET);
        return charset == null || UTF_8.stream().anyMatch(charset::equalsIgnoreCase);
    }

    private static Problem unsupported(String detail) {
        return Problem.of(Response.Status.UNSUPPORTED_MEDIA_TYPE, detail);
    }
}
