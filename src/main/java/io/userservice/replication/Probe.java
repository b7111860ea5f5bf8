package io.userservice.replication;

import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.pool.ConnectionFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Asks one server, over a connection of its own, so that a busy pool is not taken for a sick server. One thread at a time. */
final class Probe implements AutoCloseable {

    private final ConnectionFactory connections;
    private final int timeoutMillis;
    private final Duration maxRest;
    private final InstantSource clock;
    private final Fence fence;
    private @Nullable Connection connection;
    private Instant lastLook = Instant.MIN;

    /** A probe of the server, with the credentials of its pool. */
    Probe(Server server, ReplicationConfig config, InstantSource clock, Fence fence) {
        this.timeoutMillis = Math.toIntExact(config.probeTimeout().toMillis());
        this.maxRest = config.maxAge();
        this.clock = clock;
        this.fence = fence;
        Duration connectTimeout = config.probeConnectTimeout();
        String connectSeconds = Long.toString(Math.max(1, connectTimeout.toSeconds()));
        var pooled = server.readPool()
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration();
        var asked = new AgroalConnectionFactoryConfigurationSupplier(pooled);
        if (!server.isProxied()) {
            asked.jdbcProperty("options", "-c statement_timeout=" + timeoutMillis);
        }
        this.connections = new ConnectionFactory(asked.initialSql("") // it would set a timeout of its own
                .jdbcProperty("connectTimeout", connectSeconds)
                // For each host of a URL that names several, where loginTimeout is for all: no frozen one hides the
                // next.
                .jdbcProperty("sslResponseTimeout", Long.toString(connectTimeout.toMillis()))
                .jdbcProperty("socketTimeout", connectSeconds)
                .get());
    }

    /**
     * What the server says of itself now; a replaced primary counts as none. After a failure the next look connects anew.
     * If nobody has used the connection for a while, so does this one: it may have died unnoticed, as all do while an
     * instance is frozen, which says nothing of the server.
     */
    Sighting look() throws SQLException {
        boolean rested = connection != null && !lastLook.plus(maxRest).isAfter(clock.instant());
        lastLook = clock.instant();
        try {
            return ask();
        } catch (SQLException e) {
            if (rested && Trouble.of(e) == Trouble.UNREACHABLE) {
                return ask();
            }
            throw e;
        }
    }

    private Sighting ask() throws SQLException {
        try {
            Connection asked = connection();
            Sighting sighting = Sighting.of(asked, clock);
            if (!sighting.standby()) {
                fence.check(asked);
            }
            return sighting;
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** How many connections the server takes. */
    int taken() throws SQLException {
        return Capacity.taken(connection());
    }

    /** When it last began to ask, whatever came of it. */
    Instant lastLook() {
        return lastLook;
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            connection = connections.createConnection().getConnection();
            // A frozen server does not time its statements; allow the network as much again.
            connection.setNetworkTimeout(Runnable::run, 2 * timeoutMillis);
        }
        return connection;
    }

    /** Drops the connection; a later look makes another. */
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
