package io.userservice.replication.report;

import io.userservice.datasource.ConnectionLimit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server says of itself at the start. Immutable.
 *
 * @param version such as {@code 18.6}
 * @param user as whom the service is logged in
 * @param monitors whether that user sees what {@code pg_read_all_stats} (in {@code pg_monitor}) may see
 * @param process what no other server has: when it was started, to the microsecond, and its port
 * @param connections how many it takes of ordinary users
 */
record ServerFacts(String version, String user, boolean monitors, String process, int connections) {

    private static final String QUESTION = "select split_part(current_setting('server_version'), ' ', 1), current_user,"
            + " pg_has_role('pg_read_all_stats', 'usage'),"
            + " extract(epoch from pg_postmaster_start_time()) || ' ' || current_setting('port'), "
            + ConnectionLimit.EXPRESSION;

    /** Asks a server, in one round trip. */
    static ServerFacts of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(QUESTION)) {
            answer.next();
            return new ServerFacts(
                    answer.getString(1),
                    answer.getString(2),
                    answer.getBoolean(3),
                    answer.getString(4),
                    answer.getInt(5));
        }
    }
}
