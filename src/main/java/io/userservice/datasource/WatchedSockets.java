package io.userservice.datasource;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/**
 * The driver's sockets. One thread watches all of them for reads that last too long, and closes such a socket, where Java
 * would give each read a timeout of its own: a timer to set and to cancel on a virtual thread, system calls elsewhere, for
 * each answer of a server. The read ends with a {@link SocketException}, which to the driver is an I/O error like a
 * timeout (SQLSTATE 08006). Thread-safe.
 */
@RegisterForReflection // the driver makes it by its name
public final class WatchedSockets extends SocketFactory {

    /** Shorter timeouts are left to Java: they are rare, and meant to be exact. */
    private static final int SHORTEST_WATCHED_MILLIS = 1000;

    /** How often all are looked at: a timeout is longer by this, at most twice. */
    private static final int PERIOD_MILLIS = 100;

    private static final Set<Watched> OPEN = ConcurrentHashMap.newKeySet();

    private static volatile int mostMillis = Integer.MAX_VALUE;

    /** From now on a socket that would wait longer than that for its server, in milliseconds, does not. */
    static void waitNoLongerThan(int millis) {
        mostMillis = millis;
    }

    @Override
    public Socket createSocket() {
        Watch.check();
        return new Watched();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        return createSocket(host.getHostName(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return createSocket(host, port);
    }

    /** Begins with the first socket, so never while a native image is built. */
    private static final class Watch {

        private static final ScheduledFuture<?> LOOKING = Executors.newSingleThreadScheduledExecutor(
                        new DefaultThreadFactory("socket-timeouts", true))
                .scheduleWithFixedDelay(
                        () -> OPEN.forEach(Watched::look), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);

        static void check() {
            if (LOOKING.isDone()) {
                throw new IllegalStateException("Nobody watches over timeouts any more");
            }
        }
    }

    /** Used by one thread at a time, which the driver sees to, and looked at by another. */
    private static final class Watched extends Socket {

        /** Odd while a read lasts. */
        private final AtomicInteger turns = new AtomicInteger();

        private volatile int timeoutMillis;
        private int turnsBefore;

        /** Counted, not timed: while the whole process stands still, no server is silent. */
        private int silentMillis;

        @Override
        public synchronized void setSoTimeout(int millis) throws SocketException {
            super.setSoTimeout(millis < SHORTEST_WATCHED_MILLIS ? millis : 0);
            timeoutMillis = millis;
            if (millis >= SHORTEST_WATCHED_MILLIS) {
                OPEN.add(this);
            }
        }

        @Override
        public synchronized int getSoTimeout() {
            return timeoutMillis;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    turn();
                    try {
                        return in.read();
                    } finally {
                        turn();
                    }
                }

                @Override
                public int read(byte[] bytes, int from, int most) throws IOException {
                    turn();
                    try {
                        return in.read(bytes, from, most);
                    } finally {
                        turn();
                    }
                }
            };
        }

        private void turn() {
            turns.lazySet(turns.getPlain() + 1);
        }

        /** For the watch only. */
        void look() {
            int now = turns.get();
            silentMillis = now == turnsBefore && now % 2 != 0 ? silentMillis + PERIOD_MILLIS : 0;
            turnsBefore = now;
            int own = timeoutMillis;
            if (own >= SHORTEST_WATCHED_MILLIS && silentMillis >= Math.min(own, mostMillis)) {
                try {
                    close();
                } catch (IOException e) {
                    // Then it is closed all the same.
                }
            }
        }

        @Override
        public synchronized void close() throws IOException {
            OPEN.remove(this);
            super.close();
        }
    }
}
