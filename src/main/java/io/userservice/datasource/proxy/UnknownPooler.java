package io.userservice.datasource.proxy;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Finds out that something between here and the primary shares connections among clients (PgBouncer by transaction, say)
 * and nobody mentioned it: then what the pool for reads has {@code SET} is found by a write, which the healthy primary
 * refuses as read-only. From the first such refusal on, each transaction that writes says that it does, at one round trip.
 * Thread-safe.
 */
@ApplicationScoped
public class UnknownPooler {

    private static final Logger log = Logger.getLogger(UnknownPooler.class);

    private volatile boolean found;

    /** Whether there is one, as far as is known. */
    public boolean isFound() {
        return found;
    }

    /** To be called when a write was refused as read-only (25006), which a standby does, too. Says what to set, once. */
    public void writeRefused(DataSource primary) {
        if (found || isStandby(primary)) {
            return;
        }
        found = true;
        log.warn(
                "unknown-pooler: the primary accepts writes, but a connection to it was read-only, as those of another pool"
                        + " are: something on the way shares connections between clients, or default_transaction_read_only is"
                        + " set for the user. If it is a pooler, set user-service.primary.proxy=true"
                        + " (USER_SERVICE_PRIMARY_PROXY), and load-balanced for replicas behind one");
    }

    /** Lets a transaction write that has just begun, or a statement without one. Does nothing where no pooler was found. */
    public void letWrite(Connection connection) throws SQLException {
        if (found) {
            try (Statement statement = connection.createStatement()) {
                // Without a transaction the pooler may give the write another session than this one; mostly it does
                // not.
                statement.execute(
                        connection.getAutoCommit()
                                ? "set default_transaction_read_only=off"
                                : "set transaction read write");
            }
        }
    }

    private static boolean isStandby(DataSource server) {
        try (Connection connection = server.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("select pg_is_in_recovery()")) {
            answer.next();
            return answer.getBoolean(1);
        } catch (SQLException e) {
            return true; // it is not known, so nothing is said
        }
    }
}
