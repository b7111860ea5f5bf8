package io.userservice.routing;

import io.agroal.api.AgroalDataSource;
import io.userservice.replication.Fence;
import io.userservice.replication.ReplicationConfig;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.replication.Sighting;
import io.userservice.replication.Trouble;
import io.userservice.replication.WalPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waits, for a short while, until a server shows what a client has seen. Thread-safe. */
@ApplicationScoped
class TokenWait {

    /** Replay follows a commit within a fraction of a millisecond; asking more often would only cost the server. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** What takes long is asked for less often: a pause is this part of the wait so far. */
    private static final int BACK_OFF = 4;

    private static final String QUERY_CANCELED = "57014";

    /**
     * The transactions that have written, and whether they are committing. What other users do, only a role with
     * {@code pg_read_all_stats} (in {@code pg_monitor}) may see. A write that is committed without a word, by other software
     * in autocommit mode, shows once it waits, a moment after it is in the log.
     */
    private static final String TRANSACTIONS = """
            select backend_xid::text, wait_event = 'SyncRep' or query ilike 'commit%'
            from pg_stat_activity where backend_xid is not null
            """;

    private final Servers servers;
    private final Fence fence;
    private final Duration atMost;
    private final int answerWithin;
    private final InstantSource clock;
    private final RouteMetrics metrics;

    /** The primary shows every commit up to here. */
    private volatile @Nullable WalPosition shown;

    TokenWait(
            Servers servers,
            Fence fence,
            ConsistencyConfig config,
            ReplicationConfig replication,
            InstantSource clock,
            RouteMetrics metrics) {
        this.servers = servers;
        this.fence = fence;
        this.atMost = config.waitAtMost();
        this.answerWithin = Math.toIntExact(replication.probeTimeout().toMillis());
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Whether the replica reached the token in time. The first question is asked at once. One that takes longer than a
     * probe may is the last; whether the replica is frozen is for the probes to say, more than one of them.
     */
    boolean reached(Server replica, WalPosition token) {
        try (Connection connection = replica.readPool().getConnection()) {
            return reached(replica, connection, sighting -> sighting.position().covers(token));
        } catch (SQLException e) {
            if (Trouble.of(e) == Trouble.UNREACHABLE) {
                servers.unreachable(replica);
            }
            return false;
        }
    }

    /**
     * Returns when the server at the end of this connection shows what the client asks for: its token, and nothing older
     * than it allows. No question if it asks for neither. {@link ReplicaBehindException} if it does not in time.
     */
    void shows(Server replica, Connection connection, Freshness wanted) throws SQLException {
        WalPosition token = ClientView.promised();
        boolean bounded = wanted.level() == Freshness.Level.BOUNDED;
        if (token == null && !bounded) {
            return;
        }
        Predicate<Sighting> enough =
                sighting -> (token == null || sighting.position().covers(token))
                        && (!bounded || servers.lag(sighting).time().compareTo(wanted.maxStaleness()) <= 0);
        if (!reached(replica, connection, enough)) {
            throw new ReplicaBehindException(replica.name());
        }
    }

    private boolean reached(Server replica, Connection connection, Predicate<Sighting> enough) throws SQLException {
        int usual = connection.getNetworkTimeout();
        try {
            connection.setNetworkTimeout(Runnable::run, answerWithin);
            return until(atMost, () -> {
                Sighting sighting = Sighting.of(connection, clock);
                servers.answered(replica, sighting);
                return enough.test(sighting);
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

    /**
     * Returns when the primary shows all that replicas may have shown to the client. A commit is in the log, and so on
     * the replicas, before it is visible on the primary: in between it waits for the standbys that
     * {@code synchronous_standby_names} asks for (PostgreSQL's documentation, chapter 26.2.8 "Synchronous Replication").
     * Without such standbys that is not worth a question.
     *
     * <p>A call waits for this as long as for a connection: there is no other server to go to.
     *
     * @throws SQLException with SQLSTATE 57014 if a commit waits for longer than that
     */
    void primaryShows(WalPosition token) throws SQLException {
        Sighting seen = servers.primary().standing().seen();
        WalPosition known = shown;
        if (seen == null || !seen.synchronous() || (known != null && known.covers(token))) {
            return;
        }
        WalPosition written = servers.written();
        AgroalDataSource pool = servers.primary().readPool();
        Set<String> committing = transactions(pool, true);
        Duration atMost = pool.getConfiguration().connectionPoolConfiguration().acquisitionTimeout();
        if (!committing.isEmpty()
                && !until(atMost, () -> {
                    committing.retainAll(transactions(pool, false));
                    return committing.isEmpty();
                })) {
            throw new SQLException("commits that the client may have seen wait for standbys", QUERY_CANCELED);
        }
        shown = written;
    }

    /** With a connection for this question only: those who wait must not keep the others from reading. */
    private Set<String> transactions(AgroalDataSource primary, boolean committingOnly) throws SQLException {
        Set<String> found = new HashSet<>();
        try (Connection connection = primary.getConnection();
                Statement statement = connection.createStatement()) {
            fence.check(connection);
            ResultSet transactions = statement.executeQuery(TRANSACTIONS);
            while (transactions.next()) {
                if (!committingOnly || transactions.getBoolean(2)) {
                    found.add(transactions.getString(1));
                }
            }
        }
        return found;
    }

    private interface Question {
        boolean ask() throws SQLException;
    }

    private boolean until(Duration atMost, Question question) throws SQLException {
        Instant start = clock.instant();
        try {
            while (!question.ask()) {
                Duration waited = Duration.between(start, clock.instant());
                Duration next = waited.dividedBy(BACK_OFF);
                Duration pause = next.compareTo(PAUSE) > 0 ? next : PAUSE;
                if (waited.plus(pause).compareTo(atMost) > 0) {
                    return false;
                }
                LockSupport.parkNanos(pause.toNanos());
            }
            return true;
        } finally {
            metrics.waited(Duration.between(start, clock.instant()));
        }
    }
}
