package io.userservice.call;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.userservice.consistency.PageToken;
import io.userservice.replication.ConnectionHistory;
import io.userservice.replication.ReplicationStatus;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.replication.WalPosition;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.exception.GenericJDBCException;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows and, in the same statement, a position that covers all that they show: one round trip for both. For reads
 * that need no entities; what Hibernate reads has its position asked for afterwards. Thread-safe.
 */
@Singleton
public class PositionedSelect {

    /**
     * The position comes as one row, whatever the select finds; with {@code on true} there is only one way to join, which
     * keeps the order. The functions run after the snapshot of the statement has been taken. On a primary the first two of
     * them are harmless; what a standby would refuse is kept from it.
     */
    private static final String ON_STANDBY = """
            select * from (select pg_is_in_recovery() as standby, pg_last_wal_replay_lsn() as reached,
                                  pg_last_wal_receive_lsn() as received) server
            left join (""";

    private static final String ON_PRIMARY = """
            select * from (select pg_is_in_recovery() as standby,
                                  case when not pg_is_in_recovery() then pg_current_wal_flush_lsn() end as reached,
                                  null as received) server
            left join (""";

    private static final String AFTER = ") found on true";

    private static final int FIRST_OF_SELECT = 4;

    /** Beyond this many texts, which no service of this kind has, each is made anew. */
    private static final int MOST_REMEMBERED = 1000;

    private final Map<String, String> onStandby = new ConcurrentHashMap<>();
    private final Map<String, String> onPrimary = new ConcurrentHashMap<>();
    private final ConnectionGate gate;
    private final WriteGuard guard;
    private final Servers servers;
    private final ConnectionHistory history;

    PositionedSelect(
            ConnectionGate gate,
            @PersistenceUnitExtension WriteGuard guard,
            Servers servers,
            ConnectionHistory history) {
        this.gate = gate;
        this.guard = guard;
        this.servers = servers;
        this.history = history;
    }

    /**
     * The rows of a select whose first column is null in no row. It runs in the read around it, on the server of its
     * route.
     *
     * @throws IllegalStateException outside a read
     */
    public <T> List<T> list(Sql select, Sql.Row<T> row) {
        RoutedCall read = currentRead();
        guard.inspect(select.text());
        ReplicationStatus server = positionOf(read.route().server());
        Connection connection = gate.openRead(read);
        try {
            if (server != null) {
                return rows(connection, select, row, read, server);
            }
            read.showsUpTo(null);
            return select.rows(connection, row);
        } catch (SQLException e) {
            throw new GenericJDBCException("The select failed", e, select.text());
        } finally {
            gate.close(read, connection);
        }
    }

    /**
     * The cursor of a page whose last row has this key, which is of characters of base64url: the next page is never older
     * than what the current read has been shown. {@link PageToken#key} gives the key back.
     *
     * @throws IllegalStateException outside a read
     */
    public String cursor(String key) {
        return PageToken.cursor(key, position());
    }

    /**
     * A position that covers all that the current read has been shown; the client of the request sees it too. Known if it
     * came with the rows, else one round trip.
     *
     * @throws IllegalStateException outside a read
     */
    public WalPosition position() {
        RoutedCall read = currentRead();
        WalPosition position = read.position() != null ? read.position() : ask(read);
        read.client().show(position);
        return position;
    }

    private WalPosition ask(RoutedCall read) {
        Connection connection = gate.openRead(read);
        try {
            ReplicationStatus status = history.ask(read.route().server(), connection);
            servers.answered(read.route().server(), status);
            read.showsUpTo(status.shown());
            return status.shown();
        } catch (SQLException e) {
            throw new GenericJDBCException("The position cannot be had", e);
        } finally {
            gate.close(read, connection);
        }
    }

    private static RoutedCall currentRead() {
        RoutedCall read = RoutedCall.currentRead();
        if (read == null) {
            throw new IllegalStateException("A select needs a method with @ReadReplica around it");
        }
        return read;
    }

    /** What a server said last, if its position can be asked for along with the rows. */
    private static @Nullable ReplicationStatus positionOf(Server server) {
        ReplicationStatus last = server.status().last();
        return server.isAurora() || server.isProxied() ? null : last;
    }

    private <T> List<T> rows(
            Connection connection, Sql select, Sql.Row<T> row, RoutedCall read, ReplicationStatus server)
            throws SQLException {
        try (PreparedStatement statement = select.prepare(connection, positioned(select.text(), server));
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            read.showsUpTo(shown(server, rows));
            List<T> found = new ArrayList<>();
            if (rows.getObject(FIRST_OF_SELECT) != null) {
                do {
                    found.add(row.read(rows));
                } while (rows.next());
            }
            return found;
        }
    }

    /** The same text each time, so that the driver finds what it has prepared by a hash that is known. */
    private String positioned(String select, ReplicationStatus server) {
        Map<String, String> texts = server.standby() ? onStandby : onPrimary;
        String known = texts.get(select);
        if (known != null) {
            return known;
        }
        String made = (server.standby() ? ON_STANDBY : ON_PRIMARY) + select + AFTER;
        if (texts.size() < MOST_REMEMBERED) {
            texts.put(select, made);
        }
        return made;
    }

    /** Null if the server has been promoted since, which makes its timeline unknown, or does not stream. */
    private @Nullable WalPosition shown(ReplicationStatus last, ResultSet server) throws SQLException {
        String reached = server.getString(2);
        if (server.getBoolean(1) != last.standby() || reached == null) {
            return null;
        }
        if (last.standby()) {
            String received = server.getString(3);
            return WalPosition.shown(
                    last.position().timeline(),
                    WalPosition.lsn(reached),
                    received == null ? 0 : WalPosition.lsn(received));
        }
        // Not of the last probe, which may have asked the primary that was replaced meanwhile. The gate lets only the
        // newest one pass, and knows its timeline.
        WalPosition written = servers.written();
        return written == null ? null : new WalPosition(written.timeline(), WalPosition.lsn(reached));
    }
}
