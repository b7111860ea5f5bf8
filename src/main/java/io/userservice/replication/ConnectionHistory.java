package io.userservice.replication;

import io.userservice.datasource.proxy.UnknownPooler;
import io.userservice.replication.pool.FollowedTimelines;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.postgresql.hostchooser.GlobalHostStatusTracker;
import org.postgresql.hostchooser.HostStatus;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/**
 * What is known of each connection to a server, and who may not answer because of it: a replaced primary, and a replica
 * that was restarted. A running server cannot change its timeline or lose what it has replayed; it would have to restart,
 * and its connections with it. So what was once learned over a connection stays true as long as the connection lasts.
 * Thread-safe.
 */
@ApplicationScoped
public class ConnectionHistory {

    private static final String READ_ONLY_SQL_TRANSACTION = "25006";
    private static final String SERIALIZATION_FAILURE = "40001";

    private final Servers servers;
    private final InstantSource clock;
    private final Map<Connection, Entry> connections = Collections.synchronizedMap(new WeakHashMap<>());

    /** Hosts of replaced primaries, with the timeline that replaced them. */
    private final Map<HostSpec, Integer> replaced = new ConcurrentHashMap<>();

    /** Connections to primaries of earlier timelines were ended. */
    private volatile int endedBefore;

    private final UnknownPooler pooler;
    private final FollowedTimelines timelines;

    ConnectionHistory(Servers servers, InstantSource clock, UnknownPooler pooler, FollowedTimelines timelines) {
        this.timelines = timelines;
        this.servers = servers;
        this.pooler = pooler;
        this.clock = clock;
    }

    /** One connection. Its fields are written by whoever uses the connection, which is one thread at a time. */
    private static final class Entry {

        /** When the connection was first used, or later. */
        final Instant since;

        boolean aurora;

        private @Nullable AtomicInteger followed;

        /** The highest timeline that the standby at its end has followed. */
        AtomicInteger followed(Connection connection, FollowedTimelines timelines) throws SQLException {
            if (followed == null) {
                followed = timelines.of(connection);
            }
            return followed;
        }

        /** The timeline of the primary at its end; 0 before it was asked for. */
        volatile int timeline;

        Entry(Instant since) {
            this.since = since;
        }
    }

    /** Asks the server at the end of a connection: one round trip; two the first time on a connection to Aurora. */
    public ReplicationStatus ask(Server server, Connection connection) throws SQLException {
        return ask(server, connection, entry(connection));
    }

    private ReplicationStatus ask(Server server, Connection connection, Entry entry) throws SQLException {
        Instant asked = clock.instant();
        if (!entry.aurora) {
            ReplicationStatus status = ReplicationStatus.ofPostgres(connection, asked);
            if (status != null) {
                boolean isOne = status.standby() && !server.isProxied();
                return isOne ? status.following(entry.followed(connection, timelines)) : status;
            }
            entry.aurora = true;
        }
        return ReplicationStatus.ofAurora(connection, asked);
    }

    /**
     * Fences a replaced primary off: of two servers that claim to be primary, the one on the lower timeline gets nothing.
     * Asks only over a new connection.
     *
     * @throws SQLException with SQLSTATE 25006 if the server is a standby, or a primary that was replaced
     */
    public void refuseReplacedPrimary(Connection connection) throws SQLException {
        Entry entry = entry(connection);
        if (entry.timeline == 0) {
            ReplicationStatus status = ask(servers.primary(), connection, entry);
            if (status.standby()) {
                throw new SQLException("the server is a standby", READ_ONLY_SQL_TRANSACTION);
            }
            servers.wrote(status.position(), status.at());
            entry.timeline = status.position().timeline();
        }
        WalPosition written = servers.written();
        if (written != null && entry.timeline < written.timeline()) {
            replaced.put(
                    connection.unwrap(PgConnection.class).getQueryExecutor().getHostSpec(), written.timeline());
            avoidReplacedHosts();
            throw new SQLException(
                    "the server is a primary of timeline " + entry.timeline + ", which was replaced on timeline "
                            + written.timeline(),
                    READ_ONLY_SQL_TRANSACTION);
        }
    }

    /** To be called when a write was refused as read-only: by a standby, or because of a pooler that nobody mentioned. */
    public void writeRefused() {
        pooler.writeRefused(servers.writePool());
    }

    /** Lets a transaction write behind such a pooler; without one it does nothing. */
    public void letWrite(Connection connection) throws SQLException {
        pooler.letWrite(connection);
    }

    /**
     * Refuses a replica that was restarted and now shows an older state than before: one that was killed begins again at
     * its last restartpoint. Its last known position is from before the restart then. Asks only over a new connection.
     *
     * @throws SQLException with SQLSTATE 40001, to be tried on another server, if the replica is not that far (any more)
     */
    public void refuseRestartedReplica(Server replica, Connection connection, WalPosition promised)
            throws SQLException {
        if (!known(replica, connection).position().covers(promised)) {
            throw new SQLException("the server has not replayed what the client has seen", SERIALIZATION_FAILURE);
        }
    }

    /**
     * What is known of a replica and is true of this connection too: the last answer of the replica, if it is younger than
     * the connection, else what is asked now.
     */
    public ReplicationStatus known(Server replica, Connection connection) throws SQLException {
        Entry entry = entry(connection);
        ReplicationStatus last = replica.status().last();
        if (last == null || last.at().isBefore(entry.since)) {
            last = ask(replica, connection, entry);
            servers.answered(replica, last);
        }
        return last;
    }

    /**
     * To be called every few seconds: where a URL names several hosts, the driver goes to a replaced primary last. For
     * it, that is a primary like any other, and it forgets what it was told after {@code hostRecheckSeconds} (10). A
     * host may become the primary again, on a later timeline.
     */
    void avoidReplacedHosts() {
        WalPosition written = servers.written();
        replaced.values().removeIf(timeline -> written != null && timeline < written.timeline());
        replaced.keySet().forEach(host -> GlobalHostStatusTracker.reportHostStatus(host, HostStatus.ConnectFail));
        if (written != null && written.timeline() != endedBefore) {
            endedBefore = written.timeline();
            endConnectionsBefore(written.timeline());
        }
    }

    /** Those to a primary that was replaced, in use or not; those in use on the new one are left to their users. */
    private void endConnectionsBefore(int timeline) {
        List<Connection> old;
        synchronized (connections) {
            old = connections.entrySet().stream()
                    .filter(each -> each.getValue().timeline != 0 && each.getValue().timeline < timeline)
                    .map(Map.Entry::getKey)
                    .toList();
        }
        for (Connection connection : old) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                // It has ended already.
            }
        }
    }

    /** By the driver's own connection: the pool wraps it anew for each use. */
    private Entry entry(Connection connection) throws SQLException {
        return connections.computeIfAbsent(connection.unwrap(PgConnection.class), first -> new Entry(clock.instant()));
    }
}
