package io.userservice.replication;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What a server said of itself.
 *
 * @param standby whether it is in recovery ({@code pg_is_in_recovery()}): it replays, and refuses writes
 * @param synchronous whether its commits wait for standbys ({@code synchronous_standby_names}); of no meaning on one
 * @param position what it has replayed, or flushed if it is no standby
 * @param at when it was asked, by this instance's clock; the server said it no earlier
 */
public record Sighting(boolean standby, boolean synchronous, WalPosition position, Instant at) {

    /**
     * The flush position, not the insert position: an idle primary may never write what lies between the two, and no
     * standby would ever replay it. The timeline of a standby is that of the WAL it receives, which only a role with
     * {@code pg_read_all_stats} (in {@code pg_monitor}) may see; others learn of a new timeline at the next
     * restartpoint, from the control file.
     */
    private static final String QUESTION = """
            select recovering,
                   case when recovering then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn() end - '0/0',
                   case when recovering
                        then greatest((select received_tli from pg_stat_wal_receiver),
                                      (select timeline_id from pg_control_checkpoint()))
                        else ('x' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8))::bit(32)::int
                   end,
                   current_setting('synchronous_standby_names') <> ''
            from (select pg_is_in_recovery() as recovering) server
            """;

    /** Asks a server, in one round trip. */
    public static Sighting of(Connection connection, InstantSource clock) throws SQLException {
        Instant asked = clock.instant();
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(QUESTION)) {
            answer.next();
            WalPosition position = new WalPosition(answer.getInt(3), answer.getLong(2));
            return new Sighting(answer.getBoolean(1), answer.getBoolean(4), position, asked);
        }
    }
}
