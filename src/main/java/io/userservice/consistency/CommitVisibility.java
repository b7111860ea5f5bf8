package io.userservice.consistency;

import io.agroal.api.AgroalDataSource;
import io.userservice.replication.ConnectionHistory;
import io.userservice.replication.ReplicationStatus;
import io.userservice.replication.Servers;
import io.userservice.replication.WalPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the primary shows all that replicas may have shown to a client. A commit is in the log, and so on the
 * replicas, before it is visible on the primary: in between it waits for the standbys that
 * {@code synchronous_standby_names} asks for (PostgreSQL's documentation, chapter 26.2.8 "Synchronous Replication").
 * Without such standbys that is not worth a question. Thread-safe.
 */
@ApplicationScoped
public class CommitVisibility {

    private static final String QUERY_CANCELED = "57014";

    /**
     * The transactions that have written, and whether they are committing. What other users do, only a role with
     * {@code pg_read_all_stats} (in {@code pg_monitor}) may see. An autocommitted write sends no COMMIT; it appears here
     * only once it waits for its standbys.
     */
    private static final String TRANSACTIONS = """
            select backend_xid::text, wait_event = 'SyncRep' or query ilike 'commit%'
            from pg_stat_activity where backend_xid is not null
            """;

    private final Servers servers;
    private final ConnectionHistory history;
    private final Polling polling;

    /** The primary shows every commit up to here. */
    private volatile @Nullable WalPosition shown;

    CommitVisibility(Servers servers, ConnectionHistory history, Polling polling) {
        this.servers = servers;
        this.history = history;
        this.polling = polling;
    }

    /**
     * Returns when the primary shows every commit up to the token. A call waits for this as long as for a connection:
     * there is no other server to go to.
     *
     * @throws SQLException with SQLSTATE 57014 if a commit waits for longer than that
     */
    public void await(WalPosition token) throws SQLException {
        ReplicationStatus primary = servers.primary().status().last();
        WalPosition known = shown;
        if (primary == null || !primary.synchronous() || (known != null && known.covers(token))) {
            return;
        }
        WalPosition written = servers.written();
        AgroalDataSource pool = servers.primary().readPool();
        Set<String> committing = transactions(pool, true);
        Duration atMost = pool.getConfiguration().connectionPoolConfiguration().acquisitionTimeout();
        if (!committing.isEmpty()
                && !polling.until(servers.primary().name(), atMost, () -> {
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
            history.refuseReplacedPrimary(connection);
            ResultSet transactions = statement.executeQuery(TRANSACTIONS);
            while (transactions.next()) {
                if (!committingOnly || transactions.getBoolean(2)) {
                    found.add(transactions.getString(1));
                }
            }
        }
        return found;
    }
}
