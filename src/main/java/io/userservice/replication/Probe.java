package io.userservice.replication;

import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.pool.ConnectionFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server, over a connection of its own, so that a busy pool is not taken for a sick server. One question at a time,
 * whatever the number of threads that want one. Thread-safe.
 */
final class Probe implements AutoCloseable {

    private static final Logger log = Logger.getLogger(Probe.class);

    private final Server server;
    private final Servers servers;
    private final ConnectionHistory history;
    private final ConnectionFactory connections;
    private final int timeoutMillis;
    private final Duration maxRest;
    private final InstantSource clock;
    private @Nullable Connection connection;
    private Instant lastRun = Instant.MIN;

    /** A probe of the server, with the credentials of its pool. */
    Probe(Server server, Servers servers, ConnectionHistory history, ReplicationConfig config, InstantSource clock) {
        this.server = server;
        this.servers = servers;
        this.history = history;
        this.timeoutMillis = Math.toIntExact(config.probeTimeout().toMillis());
        this.maxRest = config.maxAge();
        this.clock = clock;
        Duration connectTimeout = config.probeConnectTimeout();
        String connectSeconds = Long.toString(Math.max(1, connectTimeout.toSeconds()));
        AgroalConnectionFactoryConfiguration pooled = server.readPool()
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration();
        AgroalConnectionFactoryConfigurationSupplier asked = new AgroalConnectionFactoryConfigurationSupplier(pooled);
        if (!server.isProxied()) {
            asked.jdbcProperty("options", "-c statement_timeout=" + timeoutMillis);
        }
        this.connections = new ConnectionFactory(asked.initialSql("") // it would set a timeout of its own
                .jdbcProperty("connectTimeout", connectSeconds)
                // For each host of a URL that names several, where loginTimeout is for all:
                // no frozen one hides the next.
                .jdbcProperty("sslResponseTimeout", Long.toString(connectTimeout.toMillis()))
                .jdbcProperty("socketTimeout", connectSeconds)
                .get());
    }

    /**
     * Asks the server, and reports what comes of it to {@link Servers}; a replaced primary counts as none. After a failure
     * the next run connects anew.
     */
    synchronized void run() {
        history.avoidReplacedHosts();
        try {
            servers.answered(server, look());
        } catch (SQLException e) {
            log.debugf("probe of %s failed: %s", server, e.getMessage());
            if (SqlFailure.of(e) == SqlFailure.UNREACHABLE) {
                servers.dropIdleConnections(server);
            }
            servers.failed(server);
        }
        if (server.role() == Role.PRIMARY && server.status().state() == ServerState.WRONG_ROLE) {
            // Connect anew: the URL may name another host, or lead to one, that is the primary now.
            close();
            servers.dropPrimaryConnections();
        }
    }

    /**
     * Asks the server unless it was asked since {@code then}: who has waited here for a run that failed meanwhile does not
     * repeat it, because the server may be hanging.
     */
    synchronized void runUnlessSince(Instant then) {
        if (lastRun.isBefore(then)) {
            run();
        }
    }

    /** The server's connection limit for ordinary users, in one round trip. */
    synchronized int connectionLimit() throws SQLException {
        return ConnectionLimit.of(connection());
    }

    /** Drops the connection; a later run makes another. */
    @Override
    public synchronized void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It was of no use any more.
            }
            connection = null;
        }
    }

    /**
     * If nobody has used the connection for a while, a failure is followed by a second question over a new one: the first
     * may have died unnoticed, as all do while an instance is frozen, which says nothing of the server.
     */
    private ReplicationStatus look() throws SQLException {
        boolean rested = connection != null && !lastRun.plus(maxRest).isAfter(clock.instant());
        lastRun = clock.instant();
        try {
            return ask();
        } catch (SQLException e) {
            if (rested && SqlFailure.of(e) == SqlFailure.UNREACHABLE) {
                return ask();
            }
            throw e;
        }
    }

    private ReplicationStatus ask() throws SQLException {
        try {
            Connection asked = connection();
            ReplicationStatus status = history.ask(asked);
            if (!status.standby()) {
                history.refuseReplacedPrimary(asked);
            }
            return status;
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            connection = connections.createConnection().getConnection();
            // A frozen server does not time its statements; allow the network as much again.
            connection.setNetworkTimeout(Runnable::run, 2 * timeoutMillis);
        }
        return connection;
    }
}
