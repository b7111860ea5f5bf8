package io.userservice.devcluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that asks everyone for the password in clear, takes note of it and hangs up (PostgreSQL's documentation, chapter
 * "Frontend/Backend Protocol").
 */
public final class PasswordRecorder implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;

    private final ServerSocket entry;
    private final List<String> passwords = new CopyOnWriteArrayList<>();

    public PasswordRecorder() {
        try {
            entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "password recorder");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return entry.getLocalPort();
    }

    /** All so far, in the order in which they came. */
    public List<String> passwords() {
        return passwords;
    }

    private void accept() {
        while (!entry.isClosed()) {
            try (Socket client = entry.accept()) {
                client.setSoTimeout(5_000);
                ask(new DataInputStream(client.getInputStream()), new DataOutputStream(client.getOutputStream()));
            } catch (IOException e) {
                // Closed, or a client that asked for nothing.
            }
        }
    }

    private void ask(DataInputStream in, DataOutputStream out) throws IOException {
        byte[] startup = in.readNBytes(in.readInt() - 4);
        if (startup.length == 4 && new java.math.BigInteger(startup).intValue() == SSL_REQUEST) {
            out.write('N');
            in.readNBytes(in.readInt() - 4);
        }
        out.write('R');
        out.writeInt(8);
        out.writeInt(3);
        out.flush();
        if (in.read() == 'p') {
            byte[] password = in.readNBytes(in.readInt() - 4);
            passwords.add(new String(password, 0, password.length - 1, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        try {
            entry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
