package io.userservice.datasource;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * A pool for reads whose users can be cut off when its server hangs: those that have a connection, and those that wait for
 * one. The pool itself would have these connect anew, to the same server, and would close connections in use only after a
 * connect that is under way. Thread-safe.
 */
public final class CutOffPool {

    private static final String CANNOT_CONNECT = "08001";

    private final AgroalDataSource pool;
    private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();
    private final Set<PgConnection> made = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    /** With what else is to be told of the pool's connections: it knows one list of those. */
    public CutOffPool(AgroalDataSource pool, AgroalPoolInterceptor... others) {
        this.pool = pool;
        pool.setPoolInterceptors(Stream.concat(Stream.of(new Made(), new EndedConnections(pool)), Stream.of(others))
                .toList());
    }

    public AgroalDataSource pool() {
        return pool;
    }

    /**
     * A connection of the pool.
     *
     * @throws SQLException if there is none in time; with SQLSTATE 08001 if the wait was cut off
     */
    public Connection connection() throws SQLException {
        Wait wait = new Wait();
        waiting.add(wait);
        @Nullable SQLException failed = null;
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            failed = e;
        } finally {
            waiting.remove(wait);
            wait.end();
        }
        throw wait.isCut() ? new SQLException("The server hangs", CANNOT_CONNECT, failed) : failed;
    }

    /** Ends all connections, those in use too, and all waits for one. */
    public void cutOff() {
        pool.flush(FlushMode.ALL);
        List<PgConnection> all;
        synchronized (made) {
            all = List.copyOf(made);
            made.clear();
        }
        for (PgConnection connection : all) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                // It was of no use any more.
            }
        }
        waiting.forEach(Wait::cut);
    }

    /** Takes note of each connection. */
    private final class Made implements AgroalPoolInterceptor {

        @Override
        public void onConnectionCreate(Connection connection) {
            try {
                made.add(connection.unwrap(PgConnection.class));
            } catch (SQLException e) {
                // Then the pool alone ends it.
            }
        }

        @Override
        public void onConnectionDestroy(Connection connection) {
            try {
                made.remove(connection.unwrap(PgConnection.class));
            } catch (SQLException e) {
                // It goes with its last user.
            }
        }
    }

    /** Of one thread. Once it is over, its thread is not interrupted any more. */
    private static final class Wait {

        private final Thread thread = Thread.currentThread();
        private boolean over;
        private boolean cut;

        synchronized void cut() {
            if (!over) {
                cut = true;
                thread.interrupt();
            }
        }

        synchronized void end() {
            over = true;
            if (cut) {
                // It was meant for the wait only.
                boolean unused = Thread.interrupted();
            }
        }

        synchronized boolean isCut() {
            return cut;
        }
    }
}
