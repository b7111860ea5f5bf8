package io.userservice.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sends bytes as they are, which no HTTP client would, and reads HTTP/1.1. Not thread-safe. */
final class Wire implements Closeable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final URI base;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    Wire(URI base) {
        this.base = base;
    }

    /** The answer to a request, over the connection of the one before unless either side has closed it. */
    Answer send(boolean head, byte[] request) throws IOException {
        try {
            return exchange(head, request);
        } catch (IOException e) {
            // An idle connection may have been closed meanwhile; nothing was answered, so it can be sent again.
            close();
            return exchange(head, request);
        }
    }

    private Answer exchange(boolean head, byte[] request) throws IOException {
        if (socket == null) {
            socket = new Socket(base.getHost(), base.getPort());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }
        try {
            socket.getOutputStream().write(request);
        } catch (IOException e) {
            // It may have been refused before all of it was sent.
        }
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        byte[] body = head || status == 204 || status == 304 ? new byte[0] : body(headers);
        if (headers.getOrDefault("connection", List.of()).contains("close") || (status == 400 && body.length == 0)) {
            close();
        }
        // Strictly: an answer that is no UTF-8 is an error.
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString();
        return new Answer(status, headers, text);
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        if (!headers.containsKey("transfer-encoding")) {
            return bytes(Integer.parseInt(
                    headers.getOrDefault("content-length", List.of("0")).get(0)));
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all.write(bytes(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the answer ended early");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection was closed");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
        socket = null;
    }
}
