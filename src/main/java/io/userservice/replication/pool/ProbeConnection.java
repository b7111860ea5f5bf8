package io.userservice.replication.pool;

import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.pool.ConnectionFactory;
import io.userservice.replication.ReplicationConfig;
import io.userservice.replication.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection for questions about a server, outside the pools, with short limits: opened when it is needed. For one thread at a time. */
public final class ProbeConnection implements AutoCloseable {

    /** Something to ask a server. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private final ConnectionFactory connections;
    private final int answerMillis;
    private @Nullable Connection connection;

    /** To that server, with the credentials of its pool. */
    public ProbeConnection(Server server, ReplicationConfig config) {
        this.answerMillis = Math.toIntExact(config.probeTimeout().toMillis());
        Duration connectTimeout = config.probeConnectTimeout();
        String connectSeconds = Long.toString(Math.max(1, connectTimeout.toSeconds()));
        AgroalConnectionFactoryConfiguration pooled = server.readPool()
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration();
        AgroalConnectionFactoryConfigurationSupplier asked = new AgroalConnectionFactoryConfigurationSupplier(pooled);
        if (!server.isProxied()) {
            asked.jdbcProperty("options", "-c statement_timeout=" + answerMillis);
        }
        this.connections = new ConnectionFactory(asked.initialSql("") // it would set a timeout of its own
                .jdbcProperty("connectTimeout", connectSeconds)
                // For each host of a URL that names several, where loginTimeout is for all:
                // no frozen one hides the next.
                .jdbcProperty("sslResponseTimeout", Long.toString(connectTimeout.toMillis()))
                .jdbcProperty("socketTimeout", connectSeconds)
                .get());
    }

    /** Whether there is one. */
    public boolean isOpen() {
        return connection != null;
    }

    /** The connection, which is opened if there is none. */
    public Connection get() throws SQLException {
        if (connection == null) {
            connection = connections.createConnection().getConnection();
            // A frozen server does not time its statements; allow the network as much again.
            connection.setNetworkTimeout(Runnable::run, 2 * answerMillis);
        }
        return connection;
    }

    /** Drops the connection; the next use makes another. */
    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It was of no use any more.
            }
            connection = null;
        }
    }
}
