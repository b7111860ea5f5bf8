package io.userservice.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Passes each TCP connection on to the next of several servers, as the read-only endpoint of a proxy does. */
public final class LoadBalancer implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;

    private final List<PostgresServer> servers;
    private final Supplier<Tap> taps;
    private final ServerSocket entry;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "load balancer");
        thread.setDaemon(true);
        return thread;
    });

    LoadBalancer(List<PostgresServer> servers) {
        this(servers, () -> Tap.NONE);
    }

    /**
     * With somebody who watches.
     *
     * @param taps gives each connection its own
     */
    public LoadBalancer(List<PostgresServer> servers, Supplier<Tap> taps) {
        this.servers = servers;
        this.taps = taps;
        try {
            this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Is told of what passes over one connection, before it is passed on, and may hold it up. */
    public interface Tap {

        /** Sees and does nothing. */
        Tap NONE = new Tap() {

            @Override
            public void toServer() {}

            @Override
            public void toClient() {}
        };

        void toServer();

        void toClient();
    }

    /** Where it listens, on the loopback address. */
    public int port() {
        return entry.getLocalPort();
    }

    private void accept() {
        for (int turn = 0; !entry.isClosed(); turn++) {
            try {
                Socket client = entry.accept();
                PostgresServer next = servers.get(turn % servers.size());
                Socket server = new Socket(InetAddress.getLoopbackAddress(), next.port());
                // Or each would wait for the other to acknowledge what it has sent before, 40 ms a round trip.
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Tap tap = taps.get();
                threads.execute(() -> pass(client, server, tap::toServer));
                threads.execute(() -> pass(server, client, tap::toClient));
            } catch (IOException e) {
                // Closed, or that server is down: the client finds its connection closed.
            }
        }
    }

    private static void pass(Socket from, Socket to, Runnable tap) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                tap.run();
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // Either end has closed; so are both now.
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
