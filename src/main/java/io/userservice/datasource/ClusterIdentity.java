package io.userservice.datasource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a server has from its cluster and shares with all of it: two facts that are replicated as they are, and that
 * another cluster has differently. Each may be unknown (null). Immutable.
 *
 * @param system the cluster's number, made when its first data directory was. A cluster that was copied before it was
 *     used has the same. Everyone may ask for it, unless that was revoked; Aurora may refuse
 * @param migrated the moment of the first migration, to the microsecond; unknown before, and to a user who may not read
 *     Flyway's table
 */
record ClusterIdentity(@Nullable String system, @Nullable String migrated) {

    private static final String SYSTEM = "select system_identifier::text from pg_control_system()";
    private static final String MIGRATED =
            "select installed_on::text from flyway_schema_history order by installed_rank limit 1";

    /**
     * Asks a server, in two round trips.
     *
     * @param connection outside a transaction
     * @throws SQLException if the server does not answer; not if it refuses
     */
    static ClusterIdentity of(Connection connection) throws SQLException {
        return new ClusterIdentity(ask(connection, SYSTEM), ask(connection, MIGRATED));
    }

    /** Whether one of the facts says that these are two clusters. */
    boolean differsFrom(ClusterIdentity other) {
        return differ(system, other.system) || differ(migrated, other.migrated);
    }

    private static boolean differ(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !Objects.equals(one, other);
    }

    private static @Nullable String ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            return answer.next() ? answer.getString(1) : null;
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (!state.matches("(?:08|53|57).*|null")) {
                return null; // no right, no table, or not on this kind of server
            }
            throw e;
        }
    }
}
