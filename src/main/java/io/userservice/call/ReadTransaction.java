package io.userservice.call;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A read-only transaction around a whole read: the position that is checked before, what is read, and the position that
 * is shown afterwards come from one server, whatever chooses servers behind the URL may do between transactions. Confined
 * to its thread.
 *
 * <p>The driver sends {@code BEGIN READ ONLY} along with the first statement; the end is a round trip.
 */
final class ReadTransaction {

    private ReadTransaction() {}

    static void begin(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
    }

    /** Gives the connection back. What was read stands, whatever becomes of the end. */
    static void end(Connection connection) {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
        } catch (SQLException e) {
            // The connection is broken, and the pool finds out by itself.
        }
    }
}
