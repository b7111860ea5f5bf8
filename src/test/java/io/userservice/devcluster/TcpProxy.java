package io.userservice.devcluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A network between the service and a server, which can be slow, lose what it carries, and break. With several servers each
 * connection goes to the next one, as with the read-only endpoint of a proxy. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

    private volatile List<PostgresServer> servers;
    private final ServerSocket entry;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final LongAdder roundTrips = new LongAdder();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean losesAnswers;

    public TcpProxy(PostgresServer... servers) {
        this.servers = List.of(servers);
        try {
            this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Where the service finds the server. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + entry.getLocalPort() + "/" + DevCluster.DATABASE;
    }

    /** How often bytes have gone to a server after some had come from it, over all connections so far. */
    public long roundTrips() {
        return roundTrips.sum();
    }

    /** From now on each round trip takes so much longer. */
    public void delay(Duration delay) {
        this.delay = delay;
    }

    /** Whether what a server says is lost from now on, whereas it hears everything. New connections are made. */
    public void loseAnswers(boolean lost) {
        losesAnswers = lost;
    }

    /** From now on this leads there, as a name does that was given to another server. The connections that there are end. */
    public void leadTo(PostgresServer server) {
        servers = List.of(server);
        open.forEach(connection -> Connection.end(connection.client));
    }

    /** Nothing passes over the connections that there are any more, and nobody is told. New ones are as ever. */
    public void forget() {
        open.forEach(connection -> connection.forgotten = true);
    }

    /** The next answer on each connection that there is breaks off in the middle, with a reset. New ones are as ever. */
    public void resetAnswers() {
        open.forEach(connection -> connection.resets = true);
    }

    private void accept() {
        for (int turn = 0; !entry.isClosed(); turn++) {
            try {
                connect(entry.accept(), servers.get(turn % servers.size()));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void connect(Socket client, PostgresServer server) {
        try {
            Connection connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), server.port()));
            open.add(connection);
            threads.execute(connection::toServer);
            threads.execute(connection::toClient);
        } catch (IOException e) {
            // That server is down.
            Connection.end(client);
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

    private final class Connection {

        private static final int BUFFER = 16 * 1024;

        private final Socket client;
        private final Socket server;
        private volatile boolean forgotten;
        private volatile boolean resets;
        private volatile boolean mute;
        private volatile boolean answered = true;

        Connection(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            // Or each would wait for the other to acknowledge what it has sent before, 40 ms a round trip.
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void toServer() {
            pass(client, server, (bytes, to) -> {
                if (answered) {
                    answered = false;
                    roundTrips.increment();
                    TimeUnit.NANOSECONDS.sleep(delay.toNanos());
                }
                to.write(bytes);
            });
        }

        void toClient() {
            pass(server, client, (bytes, to) -> {
                answered = true;
                if (resets) {
                    to.write(bytes, 0, bytes.length / 2);
                    client.setSoLinger(true, 0);
                    throw new IOException("reset");
                }
                // What is lost is not made up for later, so nobody could make sense of the rest.
                mute |= losesAnswers;
                if (!mute) {
                    to.write(bytes);
                }
            });
        }

        /** Goes on reading when nothing passes any more, so that the sender is not told. */
        private void pass(Socket from, Socket to, Passage passage) {
            byte[] buffer = new byte[BUFFER];
            try {
                for (int read = from.getInputStream().read(buffer);
                        read >= 0;
                        read = from.getInputStream().read(buffer)) {
                    if (!forgotten) {
                        passage.pass(Arrays.copyOf(buffer, read), to.getOutputStream());
                    }
                }
            } catch (IOException e) {
                // Either end has closed, or a reset was asked for.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                end(from);
                if (!forgotten) {
                    end(to);
                    open.remove(this);
                }
            }
        }

        private static void end(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }
    }

    /** What becomes of bytes on their way. */
    private interface Passage {
        void pass(byte[] bytes, OutputStream to) throws IOException, InterruptedException;
    }
}
