package io.userservice.routing;

import io.quarkus.arc.Arc;
import io.userservice.replication.Fence;
import io.userservice.replication.Replayed;
import io.userservice.replication.Role;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.replication.Trouble;
import io.userservice.replication.WalPosition;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.hibernate.HibernateException;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.service.spi.ServiceContributor;

/**
 * Where Hibernate gets its connections: a read-only session reads from the server of its route, every other session
 * uses the primary. Thread-safe.
 */
public final class RoutedConnections implements ConnectionProvider {

    private static final long serialVersionUID = 1L;

    private static final String CANNOT_CONNECT = "08001";

    private RoutedConnections() {}

    /** Puts this class in the place of Quarkus' own provider, while the application is built. */
    public static final class Contributor implements ServiceContributor {

        @Override
        public void contribute(StandardServiceRegistryBuilder services) {
            services.addService(ConnectionProvider.class, new RoutedConnections());
        }
    }

    /** A connection to the primary. Code in a read gets none, so that no other kind of session writes past the route. */
    @Override
    public Connection getConnection() throws SQLException {
        Scope scope = Scope.current();
        if (scope != null && scope.isRead()) {
            throw scope.refusal("Using a session that is not read-only (inject Session or EntityManager)", null);
        }
        ServedBy.add(
                scope == null
                        ? Server.PRIMARY + ";reason=" + Reason.UNDECLARED
                        : scope.route().toString());
        Servers servers = Arc.container().instance(Servers.class).get();
        return connect(servers.primary(), servers.writePool());
    }

    @Override
    public Connection getReadOnlyConnection() throws SQLException {
        Scope scope = Scope.current();
        if (scope == null || !scope.isRead()) {
            throw new HibernateException("A read-only session needs a method with @ReadReplica around it");
        }
        Connection held = scope.held();
        if (held != null) {
            return held;
        }
        Server server = scope.route().server();
        ServedBy.add(scope.route().toString());
        Connection connection = connect(server, server.readPool());
        if (server.isProxied()) {
            scope.hold(connection);
        }
        return connection;
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void closeReadOnlyConnection(Connection connection) throws SQLException {
        Scope scope = Scope.current();
        if (scope == null || !connection.equals(scope.held())) {
            connection.close();
        }
    }

    @Override
    public boolean supportsAggressiveRelease() {
        return true;
    }

    /** The pools' connections are read-only from the moment they connect; {@code setReadOnly} is void in autocommit. */
    @Override
    public boolean handlesConnectionReadOnly() {
        return true;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }

    /**
     * Not an {@link SQLException}: {@code Session.find} answers {@code null} to one when the transaction is marked for
     * rollback, which a failure to enlist does (HHH-12472), and a dead server would look like a missing row.
     */
    private static Connection connect(Server server, DataSource pool) {
        try {
            WalPosition promised = ClientView.promised();
            if (promised != null && server.role() == Role.PRIMARY) {
                Arc.container().instance(TokenWait.class).get().primaryShows(promised);
            }
            Connection connection = pool.getConnection();
            checked(server, connection);
            return connection;
        } catch (SQLException e) {
            throw new ServerUnavailableException(server.name(), Trouble.of(e) == Trouble.NONE ? unreachable(e) : e);
        }
    }

    /** The driver has no SQLSTATE of its own for a connect that was interrupted, say; a login may be refused, too. */
    private static SQLException unreachable(SQLException failure) {
        return new SQLException(failure.getMessage(), CANNOT_CONNECT, failure);
    }

    private static void checked(Server server, Connection connection) throws SQLException {
        Scope read = Scope.currentRead();
        boolean inTransaction = read != null && server.isProxied();
        try {
            if (inTransaction) {
                ReadTransaction.begin(connection);
            }
            WalPosition promised = ClientView.promised();
            if (server.role() == Role.PRIMARY) {
                Arc.container().instance(Fence.class).get().check(connection);
            } else if (read == null || read.route().reason() == Reason.BY_NAME) {
                // Who names a replica asks for what that one has.
                return;
            } else if (server.isProxied()) {
                Arc.container().instance(TokenWait.class).get().shows(server, connection, ClientView.ofRead());
            } else if (promised != null) {
                Arc.container().instance(Replayed.class).get().check(server, connection, promised);
            }
        } catch (SQLException e) {
            if (inTransaction) {
                ReadTransaction.end(connection);
            } else {
                connection.close();
            }
            throw e;
        }
    }
}
