package io.userservice.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses a request body of more than 64 KiB (65,536 bytes) with 413, whether or not its length is declared.
 *
 * <p>{@code quarkus.http.limits.max-body-size} cannot do it: it answers without a body, and closes the connection while the
 * client is still sending, so that the client may see a reset instead of the answer. That limit stays as a backstop.
 */
@Provider
public class BodyLimit implements ReaderInterceptor {
    private static final int MAX_BYTES = 64 * 1024;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        var length = context.getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH);
        // Vert.x has checked that it is a number; one too long to parse here is too large as well.
        if (length != null && (length.length() > 9 || Integer.parseInt(length) > MAX_BYTES)) {
            throw tooLarge();
        }
        context.setInputStream(new Limited(context.getInputStream()));
        return context.proceed();
    }

    private static Problem tooLarge() {
        return Problem.of(
                Response.Status.REQUEST_ENTITY_TOO_LARGE, "The body must not be larger than " + MAX_BYTES + " bytes");
    }

    private static final class Limited extends FilterInputStream {
        private int left = MAX_BYTES;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            count(Math.max(n, 0));
            return n;
        }

        private void count(int n) {
            left -= n;
            if (left < 0) {
                throw tooLarge();
            }
        }
    }
}
