package io.userservice.call;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.replication.WalPosition;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.hibernate.JDBCException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.GenericJDBCException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Writes with one statement in a transaction of its own, in two round trips: the begin travels with the statement, and the
 * position with the commit. For a write that needs no entities. Thread-safe.
 */
@Singleton
public class PositionedWrite {

    /** In one {@code Sync}: the position after the commit, because before it would be less than the commit's record. */
    private static final String COMMIT = "commit;select pg_current_wal_flush_lsn()";

    private static final String UNIQUE_VIOLATION = "23505";

    private final ConnectionGate gate;
    private final Servers servers;

    PositionedWrite(ConnectionGate gate, Servers servers) {
        this.gate = gate;
        this.servers = servers;
    }

    /**
     * The rows that a statement returns. It runs in the call on the primary around it; inside a transaction it is part of
     * that, which commits later.
     *
     * @throws IllegalStateException outside a call on the primary
     * @throws ConstraintViolationException if a unique constraint, which it names, forbids it
     * @throws JDBCException for every other failure
     */
    public <T> List<T> run(Sql write, Sql.Row<T> row) {
        RoutedCall call = RoutedCall.current();
        if (call == null || call.isRead()) {
            throw new IllegalStateException("A write needs a method with @UsePrimary around it");
        }
        call.runs(write.text());
        try (Connection connection = gate.open(call)) {
            return QuarkusTransaction.getStatus() == Status.STATUS_NO_TRANSACTION
                    ? inTransaction(connection, write, row, call)
                    : write.rows(connection, row);
        } catch (SQLException e) {
            throw failure(e, write);
        }
    }

    private <T> List<T> inTransaction(Connection connection, Sql write, Sql.Row<T> row, RoutedCall call)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            List<T> written = write.rows(connection, row);
            // From here on nobody can say that nothing was written, until the server says so.
            call.commits();
            Server primary = call.route().server();
            if (primary.isProxied() || primary.isAurora()) {
                connection.commit();
            } else {
                call.showsUpTo(commit(connection));
            }
            return written;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private @Nullable WalPosition commit(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COMMIT)) {
            statement.execute();
            statement.getMoreResults();
            try (ResultSet position = Objects.requireNonNull(statement.getResultSet())) {
                position.next();
                return committed(WalPosition.lsn(position.getString(1)));
            }
        }
    }

    private @Nullable WalPosition committed(long lsn) {
        WalPosition written = servers.written();
        if (written == null) {
            return null;
        }
        // The gate has made sure that the connection leads to the newest primary.
        WalPosition position = new WalPosition(written.timeline(), lsn);
        servers.wrote(position);
        return position;
    }

    private static void rollBack(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is broken, and with it the transaction.
            failure.addSuppressed(e);
        }
    }

    private static JDBCException failure(SQLException e, Sql write) {
        if (UNIQUE_VIOLATION.equals(e.getSQLState())
                && e instanceof PSQLException server
                && server.getServerErrorMessage() != null) {
            return new ConstraintViolationException(
                    "A unique constraint forbids it",
                    e,
                    write.text(),
                    server.getServerErrorMessage().getConstraint());
        }
        return new GenericJDBCException("The write failed", e, write.text());
    }
}
