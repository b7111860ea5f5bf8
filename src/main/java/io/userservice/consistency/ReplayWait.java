package io.userservice.consistency;

import io.userservice.replication.ConnectionHistory;
import io.userservice.replication.Lag;
import io.userservice.replication.ReplicationConfig;
import io.userservice.replication.ReplicationStatus;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.replication.WalPosition;
import io.userservice.replication.watch.ReplayWatches;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;

/** Waits, for a short while, until a replica has replayed what a client has seen. Thread-safe. */
@ApplicationScoped
public class ReplayWait {

    private final Servers servers;
    private final ReplayWatches watches;
    private final ConsistencyMetrics metrics;
    private final ConnectionHistory history;
    private final Polling polling;
    private final Duration atMost;
    private final int answerWithin;
    private final InstantSource clock;

    ReplayWait(
            Servers servers,
            ReplayWatches watches,
            ConsistencyMetrics metrics,
            ConnectionHistory history,
            Polling polling,
            ConsistencyConfig config,
            ReplicationConfig replication,
            InstantSource clock) {
        this.servers = servers;
        this.watches = watches;
        this.metrics = metrics;
        this.history = history;
        this.polling = polling;
        this.atMost = config.waitAtMost();
        this.clock = clock;
        this.answerWithin = Math.toIntExact(replication.probeTimeout().toMillis());
    }

    /** Whether the replica reached the token in time. A read that waits keeps no connection from others. */
    public boolean reached(Server replica, WalPosition token) {
        Instant start = clock.instant();
        boolean reached = false;
        try {
            reached = watches.reached(replica, token, atMost);
            return reached;
        } finally {
            metrics.waited(replica.name(), Duration.between(start, clock.instant()), reached);
        }
    }

    /**
     * Returns when the server at the end of this connection shows what the client asks for: its token, and nothing older
     * than it allows. No question if it asks for neither.
     *
     * @throws ReplicaBehindException if it does not in time
     */
    public void await(Server replica, Connection connection, ReadConsistency wanted) throws SQLException {
        WalPosition token = wanted.promised();
        boolean bounded = wanted.level() == ReadConsistency.Level.BOUNDED;
        if (token == null && !bounded) {
            return;
        }
        Predicate<ReplicationStatus> enough =
                status -> (token == null || status.position().covers(token))
                        && (!bounded || isYoungEnough(servers.lag(status), wanted));
        if (!reached(replica, connection, enough)) {
            throw new ReplicaBehindException(replica.name());
        }
    }

    /**
     * Refuses a replica that has become too old for a bounded read since its route was decided, or was restarted: it may have
     * waited for this connection. Asks only over a new one.
     *
     * @throws ReplicaBehindException if it is older than the client allows
     */
    public void refuseTooOld(Server replica, Connection connection, ReadConsistency wanted) throws SQLException {
        if (wanted.level() == ReadConsistency.Level.BOUNDED
                && !isYoungEnough(servers.lag(history.known(replica, connection)), wanted)) {
            throw new ReplicaBehindException(replica.name());
        }
    }

    private boolean isYoungEnough(Lag lag, ReadConsistency wanted) {
        return lag.age(clock.instant()).compareTo(wanted.maxStaleness()) <= 0;
    }

    private boolean reached(Server replica, Connection connection, Predicate<ReplicationStatus> enough)
            throws SQLException {
        int usual = connection.getNetworkTimeout();
        try {
            connection.setNetworkTimeout(Runnable::run, answerWithin);
            return polling.until(replica.name(), atMost, () -> {
                ReplicationStatus status = history.ask(replica, connection);
                servers.answered(replica, status);
                return enough.test(status);
            });
        } catch (SQLException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                return false;
            }
            throw e;
        } finally {
            restore(connection, usual);
        }
    }

    private static void restore(Connection connection, int networkTimeout) {
        try {
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
        } catch (SQLException e) {
            // The driver has closed a connection that has timed out, and the pool forgets it.
        }
    }
}
