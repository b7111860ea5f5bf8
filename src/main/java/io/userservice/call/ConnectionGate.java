package io.userservice.call;

import io.quarkus.arc.Unremovable;
import io.userservice.consistency.ClientSession;
import io.userservice.consistency.CommitVisibility;
import io.userservice.consistency.ReadConsistency;
import io.userservice.consistency.ReplayWait;
import io.userservice.replication.ConnectionHistory;
import io.userservice.replication.Role;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.replication.SqlFailure;
import io.userservice.replication.WalPosition;
import io.userservice.routing.Reason;
import io.userservice.routing.Route;
import io.userservice.routing.Router;
import io.userservice.routing.report.RouteMetrics;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/** What a connection must pass before it may answer a call, in this order. Thread-safe. */
@Singleton
@Unremovable // looked up by RoutedConnections, which Hibernate makes
class ConnectionGate {

    private static final String CANNOT_CONNECT = "08001";

    private final Servers servers;
    private final Router router;
    private final RouteMetrics metrics;
    private final ConnectionHistory history;
    private final ReplayWait replayWait;
    private final CommitVisibility commits;
    private final ServedBy servedBy;
    private final ClientSession clients;

    ConnectionGate(
            Servers servers,
            Router router,
            RouteMetrics metrics,
            ConnectionHistory history,
            ReplayWait replayWait,
            CommitVisibility commits,
            ServedBy servedBy,
            ClientSession clients) {
        this.servers = servers;
        this.router = router;
        this.metrics = metrics;
        this.history = history;
        this.replayWait = replayWait;
        this.commits = commits;
        this.servedBy = servedBy;
        this.clients = clients;
    }

    /** A connection for code that declares nothing: each counts as a call. */
    Connection openUndeclared() {
        Route route = router.undeclared();
        metrics.ran(route);
        return open(RoutedCall.undeclared(route, ClientSession.current(clients)));
    }

    /**
     * A connection to the server of the call's route.
     *
     * @throws ServerUnavailableException if there is none, or it must not answer. Not an {@link SQLException}:
     *     {@code Session.find} answers {@code null} to one when the transaction is marked for rollback, which a failure
     *     to enlist does (HHH-12472), and a dead server would look like a missing row.
     */
    Connection open(RoutedCall call) {
        Server server = call.route().server();
        ReadConsistency wanted = call.client().wanted();
        servedBy.add(call.client(), call.route());
        try {
            if (server.role() == Role.PRIMARY && wanted.promised() != null) {
                // First of all: who waits for a commit must not keep a connection from others.
                commits.await(wanted.promised());
            }
            Connection connection = connect(call);
            admit(connection, call, server, wanted);
            return connection;
        } catch (SQLException e) {
            throw new ServerUnavailableException(server.name(), e);
        }
    }

    /** If a new connection fails, that is not for the sake of the connection. */
    private Connection connect(RoutedCall call) throws SQLException {
        try {
            return call.isRead()
                    ? call.route().server().readConnection()
                    : servers.writePool().getConnection();
        } catch (SQLException e) {
            throw switch (SqlFailure.of(e)) {
                case NONE, STATEMENT, DISCONNECTED -> new SQLException(e.getMessage(), CANNOT_CONNECT, e);
                default -> e;
            };
        }
    }

    /** The connection of a read: the one that it keeps, or one of its own until {@link #close}. */
    Connection openRead(RoutedCall read) {
        Connection held = read.held();
        return held != null ? held : open(read);
    }

    /** Gives a connection back, unless the read keeps it. */
    void close(RoutedCall read, Connection connection) {
        if (!connection.equals(read.held())) {
            try {
                connection.close();
            } catch (SQLException e) {
                // What was read stands; the pool looks after its connections by itself.
            }
        }
    }

    private void admit(Connection connection, RoutedCall call, Server server, ReadConsistency wanted)
            throws SQLException {
        boolean inTransaction = call.isRead() && server.isProxied();
        try {
            if (inTransaction) {
                ReadTransaction.begin(connection);
            }
            WalPosition promised = wanted.promised();
            if (server.role() == Role.PRIMARY) {
                if (!call.isRead()) {
                    history.letWrite(connection); // has to be the first in its transaction
                }
                history.refuseReplacedPrimary(connection);
            } else if (call.route().reason() == Reason.BY_NAME) {
                // Who names a replica asks for what that one has.
                return;
            } else if (server.isProxied()) {
                replayWait.await(server, connection, wanted);
            } else {
                if (promised != null) {
                    history.refuseRestartedReplica(server, connection, promised);
                }
                replayWait.refuseTooOld(server, connection, wanted);
            }
        } catch (SQLException e) {
            if (inTransaction) {
                ReadTransaction.end(connection);
            } else {
                connection.close();
            }
            throw e;
        }
        if (inTransaction) {
            call.hold(connection);
        }
    }
}
