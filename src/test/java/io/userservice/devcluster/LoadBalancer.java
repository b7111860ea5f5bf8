package io.userservice.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes each TCP connection on to the next of several servers, as the read-only endpoint of a proxy does. */
final class LoadBalancer implements AutoCloseable {

    private final List<PostgresServer> servers;
    private final ServerSocket entry;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "load balancer");
        thread.setDaemon(true);
        return thread;
    });

    LoadBalancer(List<PostgresServer> servers) {
        this.servers = servers;
        try {
            this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
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
                threads.execute(() -> pass(client, server));
                threads.execute(() -> pass(server, client));
            } catch (IOException e) {
                // Closed, or that server is down: the client finds its connection closed.
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
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
