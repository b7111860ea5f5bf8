package io.userservice.replication;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How far a server is, by its own word. Immutable.
 *
 * @param standby whether it is in recovery ({@code pg_is_in_recovery()}): it replays, and refuses writes
 * @param synchronous whether its commits wait for standbys ({@code synchronous_standby_names}); of no meaning on one
 * @param position what it has replayed, or flushed if it is no standby
 * @param shown what covers all that it has shown, see {@link WalPosition#shown}
 * @param reportedLag the lag that the server itself reports (Aurora), and how long ago it has, else null
 * @param aurora whether it is Aurora, which knows no positions but its own
 * @param at when it was asked, by this instance's clock; the server said it no earlier
 */
public record ReplicationStatus(
        boolean standby,
        boolean synchronous,
        WalPosition position,
        WalPosition shown,
        @Nullable Duration reportedLag,
        boolean aurora,
        Instant at) {

    /**
     * Whether this is Aurora, which refuses what PostgreSQL is asked then: {@code case} keeps that from being run. The
     * setting is how the AWS Advanced JDBC Wrapper tells; a function that is not there cannot be called to find out.
     *
     * <p>The flush position, not the insert position: an idle primary may never write what lies between the two, and no
     * standby would ever replay it. The timeline of a standby is that of the WAL it receives, which only a role with
     * {@code pg_read_all_stats} (in {@code pg_monitor}) may see; others learn of a new timeline at the next
     * restartpoint, from the control file.
     */
    private static final String QUESTION = """
            select recovering,
                   case when aurora then null
                        when recovering then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn() end - '0/0',
                   case when aurora then null
                        when recovering
                        then greatest((select received_tli from pg_stat_wal_receiver),
                                      (select timeline_id from pg_control_checkpoint()))
                        else ('x' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8))::bit(32)::int
                   end,
                   current_setting('synchronous_standby_names') <> '',
                   aurora,
                   case when recovering and not aurora then pg_last_wal_receive_lsn() end - '0/0'
            from (select pg_is_in_recovery() as recovering,
                         coalesce(current_setting('rds.extensions', true) like '%aurora_stat_utils%', false)
                         or to_regprocedure('aurora_replica_status()') is not null as aurora) server
            """;

    /**
     * What Aurora's own log positions are, which are not those of PostgreSQL's functions (Aurora's user guide, "Functions
     * reference: aurora_replica_status"): the writer's commits are in its storage up to {@code durable_lsn}; for what a
     * reader shows two columns come into question, so it is the lesser. There is one timeline: writers change, the
     * storage stays, and nothing that was committed is missing in it. The lag is that of the last report, which gets older.
     */
    private static final String AURORA_QUESTION = """
            select session_id <> 'MASTER_SESSION_ID',
                   case when session_id = 'MASTER_SESSION_ID' then durable_lsn
                        else least(durable_lsn, current_read_lsn) end,
                   1,
                   false,
                   replica_lag_in_msec
                       + greatest(0, extract(epoch from statement_timestamp() - last_update_timestamp)) * 1000
            from aurora_replica_status() where server_id = aurora_db_instance_identifier()
            """;

    /** Of a server that does not say how far behind it is. */
    public ReplicationStatus(boolean standby, boolean synchronous, WalPosition position, Instant at) {
        this(standby, synchronous, position, position, null, false, at);
    }

    /** The lag that the server itself reports, if it does, with the bytes of what was seen of it; else that. */
    Lag lag(Lag seen) {
        return reportedLag == null ? seen : new Lag(reportedLag, seen.bytes(), at.minus(reportedLag));
    }

    /** The same on the highest timeline that the standby has ever been on, which is raised if this is a higher one. */
    ReplicationStatus following(AtomicInteger highest) {
        int timeline = highest.accumulateAndGet(position.timeline(), Math::max);
        return timeline == position.timeline()
                ? this
                : new ReplicationStatus(
                        standby,
                        synchronous,
                        new WalPosition(timeline, position.lsn()),
                        new WalPosition(timeline, shown.lsn()),
                        reportedLag,
                        aurora,
                        at);
    }

    /** Asks a server, in one round trip; null if it is Aurora. */
    static @Nullable ReplicationStatus ofPostgres(Connection connection, Instant asked) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(QUESTION)) {
            answer.next();
            return answer.getBoolean(5) ? null : of(answer, answer.getLong(6), null, false, asked);
        }
    }

    /** Asks Aurora, in one round trip. */
    static ReplicationStatus ofAurora(Connection connection, Instant asked) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(AURORA_QUESTION)) {
            if (!answer.next()) {
                throw new SQLException("Aurora does not know the server that was asked", "08006");
            }
            double lag = answer.getDouble(5);
            Duration reportedLag = answer.wasNull() ? null : Duration.ofMillis(Math.round(lag));
            return of(answer, 0, reportedLag, true, asked);
        }
    }

    private static ReplicationStatus of(
            ResultSet answer, long received, @Nullable Duration reportedLag, boolean aurora, Instant asked)
            throws SQLException {
        WalPosition position = new WalPosition(answer.getInt(3), answer.getLong(2));
        WalPosition shown = WalPosition.shown(position.timeline(), position.lsn(), received);
        return new ReplicationStatus(
                answer.getBoolean(1),
                answer.getBoolean(4),
                position,
                shown == null ? position : shown,
                reportedLag,
                aurora,
                asked);
    }
}
