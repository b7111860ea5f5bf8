package io.userservice.call;

import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.SQLException;
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
    public Connection getConnection() {
        RoutedCall call = RoutedCall.current();
        if (call == null) {
            return gate().openUndeclared();
        }
        if (call.isRead()) {
            throw call.refusal("Using a session that is not read-only (inject Session or EntityManager)", null);
        }
        Connection connection = gate().open(call);
        if (QuarkusTransaction.getStatus() == Status.STATUS_NO_TRANSACTION) {
            call.usesPrimaryOutsideTransaction();
        }
        return connection;
    }

    @Override
    public Connection getReadOnlyConnection() {
        RoutedCall call = RoutedCall.currentRead();
        if (call == null) {
            throw new HibernateException("A read-only session needs a method with @ReadReplica around it");
        }
        return gate().openRead(call);
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void closeReadOnlyConnection(Connection connection) throws SQLException {
        RoutedCall call = RoutedCall.current();
        if (call == null || !connection.equals(call.held())) {
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

    /** Hibernate makes this object while the application is built, when there is no bean yet to give it. */
    private static ConnectionGate gate() {
        return Arc.container().instance(ConnectionGate.class).get();
    }
}
