package io.userservice.replication.pool;

import io.agroal.api.AgroalDataSource;
import io.userservice.replication.Servers;
import io.userservice.replication.SqlFailure;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes a connection that writes ready for a call that is repeated, because that of its first run was at fault. Thread-safe. */
@Singleton
public class FreshConnection {

    private final AgroalDataSource pool;

    FreshConnection(Servers servers) {
        this.pool = servers.writePool();
    }

    /**
     * Leaves a connection in the pool's cache of this thread that works and has no prepared statement. Ended ones on the way
     * there are closed. To be called outside transactions, which would keep the connection.
     *
     * @throws SQLException if there is none
     */
    public void prepare() throws SQLException {
        int most = pool.getConfiguration().connectionPoolConfiguration().maxSize() + 1;
        for (int tried = 1; ; tried++) {
            try (Connection connection = pool.getConnection()) {
                if (isReset(connection, tried == most)) {
                    return;
                }
            }
        }
    }

    private static boolean isReset(Connection connection, boolean last) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("deallocate all");
            return true;
        } catch (SQLException e) {
            // Or the pool would give it out again: it only forgets those that fail with class 08.
            connection.abort(Runnable::run);
            if (last || SqlFailure.of(e) != SqlFailure.DISCONNECTED) {
                throw e;
            }
            return false;
        }
    }
}
