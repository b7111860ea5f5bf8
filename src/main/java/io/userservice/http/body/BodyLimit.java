package io.userservice.http.body;

import io.userservice.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses a request body of more than 64 KiB (65,536 bytes), or 2 MiB for a {@link LargeBody}, with 413, whether or not its
 * length is declared.
 *
 * <p>{@code quarkus.http.limits.max-body-size} cannot do it: it answers without a body, and closes the connection while the
 * client is still sending, so that the client may see a reset instead of the answer. That limit stays as a backstop.
 */
@Provider
public class BodyLimit implements ReaderInterceptor {

    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_LARGE_BYTES = 2 * 1024 * 1024;
    private static final String MAX = "max-body-bytes";

    /** Runs before the limit itself. */
    @Provider
    @LargeBody
    @Priority(Priorities.USER - 1)
    public static class Large implements ReaderInterceptor {
        @Override
        public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
            context.setProperty(MAX, MAX_LARGE_BYTES);
            return context.proceed();
        }
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        int max = context.getProperty(MAX) instanceof Integer large ? large : MAX_BYTES;
        String length = context.getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH);
        // Vert.x has checked that it is a number; one too long to parse here is too large as well.
        if (length != null && (length.length() > 9 || Integer.parseInt(length) > max)) {
            throw tooLarge(max);
        }
        context.setInputStream(new Limited(context.getInputStream(), max));
        return context.proceed();
    }

    private static Problem tooLarge(int max) {
        return Problem.of(
                Response.Status.REQUEST_ENTITY_TOO_LARGE, "The body must not be larger than " + max + " bytes");
    }

    private static final class Limited extends FilterInputStream {
        private final int max;
        private int left;

        Limited(InputStream in, int max) {
            super(in);
            this.max = max;
            this.left = max;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        /**
         * For a trailer field (RFC 9112 section 7.1.2) the HTTP layer reads 0 bytes before the end of the body. No stream may
         * do that, and Jackson takes it for a broken one.
         */
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            while (n == 0 && length > 0) {
                n = in.read(bytes, offset, length);
            }
            count(Math.max(n, 0));
            return n;
        }

        private void count(int n) {
            left -= n;
            if (left < 0) {
                throw tooLarge(max);
            }
        }
    }
}
