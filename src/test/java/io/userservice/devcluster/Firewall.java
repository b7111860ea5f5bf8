package io.userservice.devcluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Passes TCP connections on to a server, and forgets them when it is told to: then nothing passes, and nobody is told. */
public final class Firewall implements AutoCloseable {

    private final int target;
    private final ServerSocket entry;
    private final List<AtomicBoolean> known = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "firewall");
        thread.setDaemon(true);
        return thread;
    });

    /** In front of the server on that port of this machine. */
    public Firewall(int target) {
        this.target = target;
        try {
            this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public int port() {
        return entry.getLocalPort();
    }

    /** Forgets the connections that there are. New ones pass. */
    public void forget() {
        known.forEach(connection -> connection.set(false));
        known.clear();
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket client = entry.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                AtomicBoolean passes = new AtomicBoolean(true);
                known.add(passes);
                threads.execute(() -> pass(client, server, passes));
                threads.execute(() -> pass(server, client, passes));
            } catch (IOException e) {
                // Closed, or that server is down: the client finds its connection closed.
            }
        }
    }

    /** Goes on reading when nothing passes any more, so that the sender is not told. */
    private static void pass(Socket from, Socket to, AtomicBoolean passes) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (passes.get()) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
            if (passes.get()) {
                to.close();
            }
            from.close();
        } catch (IOException e) {
            // Either end has closed.
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            entry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
