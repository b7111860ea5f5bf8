package io.userservice.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One connection that is kept, and one request at a time: as little work as possible. Not thread-safe. */
final class Client implements Closeable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] END = {'\r', '\n', '\r', '\n'};

    private final Socket socket;
    private byte[] buffer = new byte[16 * 1024];
    private int filled;
    private String head = "";

    Client(URI url) throws IOException {
        socket = new Socket(url.getHost(), url.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    /** The status of the answer, all of which has arrived. */
    int send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        filled = 0;
        int end = find(END, 0);
        head = new String(buffer, 0, end + LINE_END.length, StandardCharsets.ISO_8859_1);
        int body = end + END.length;
        String length = header("content-length");
        if (!length.isEmpty()) {
            fill(body + Integer.parseInt(length));
        } else if (header("transfer-encoding").equals("chunked")) {
            fillChunks(body);
        }
        return Integer.parseInt(head, 9, 12, 10);
    }

    /** Of the last answer; empty if there is none. */
    String header(String lowerCaseName) {
        String line = "\r\n" + lowerCaseName + ":";
        int start = head.toLowerCase(Locale.ROOT).indexOf(line);
        return start < 0
                ? ""
                : head.substring(start + line.length(), head.indexOf("\r\n", start + line.length()))
                        .strip();
    }

    private void fillChunks(int from) throws IOException {
        int size;
        int chunk = from;
        do {
            int end = find(LINE_END, chunk);
            size = Integer.parseInt(new String(buffer, chunk, end - chunk, StandardCharsets.ISO_8859_1), 16);
            chunk = end + LINE_END.length + size + LINE_END.length;
            fill(chunk);
        } while (size > 0);
    }

    private int find(byte[] text, int from) throws IOException {
        for (int at = from; ; at++) {
            fill(at + text.length);
            if (Arrays.equals(buffer, at, at + text.length, text, 0, text.length)) {
                return at;
            }
        }
    }

    /** Reads until there is that much. */
    private void fill(int size) throws IOException {
        while (filled < size) {
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * filled);
            }
            int read = socket.getInputStream().read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                throw new EOFException("The connection was closed");
            }
            filled += read;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
