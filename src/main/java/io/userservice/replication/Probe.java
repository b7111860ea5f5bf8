package io.userservice.replication;

import io.userservice.datasource.ClusterProof;
import io.userservice.replication.pool.ProbeConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Asks one server, over a connection of its own, so that a busy pool is not taken for a sick server. One question at a time,
 * whatever the number of threads that want one. Thread-safe.
 */
final class Probe implements AutoCloseable {

    private static final Logger log = Logger.getLogger(Probe.class);

    private final Server server;
    private final Servers servers;
    private final ConnectionHistory history;
    private final ClusterProof proof;
    private final ProbeConnection connection;
    private final Duration maxRest;
    private final InstantSource clock;
    private final ExpectedSchema.Answerable answerable;
    private Instant lastRun = Instant.MIN;
    private volatile boolean hung; // the server has been silent, and has answered nothing since

    /** A probe of the server, with the credentials of its pool. */
    Probe(
            Server server,
            Servers servers,
            ConnectionHistory history,
            ExpectedSchema schema,
            ClusterProof proof,
            ReplicationConfig config,
            InstantSource clock) {
        this.server = server;
        this.servers = servers;
        this.history = history;
        this.answerable = schema.of(server, servers);
        this.proof = proof;
        this.maxRest = config.maxAge();
        this.clock = clock;
        this.connection = new ProbeConnection(server, config);
    }

    /**
     * Asks the server, and reports what comes of it to {@link Servers}; a replaced primary counts as none. After a failure
     * the next run connects anew.
     */
    synchronized void run() {
        history.avoidReplacedHosts();
        try {
            ReplicationStatus status = look();
            hung = false;
            if (proof.isForeign(server.name())) {
                servers.foreign(server);
            } else {
                servers.answered(server, status, answerable.isFoundOut(connection.get()));
            }
        } catch (SQLException e) {
            close();
            // To connect anew takes longer, and its failure may look like another one.
            hung |= SqlFailure.isTimeout(e);
            log.debugf("probe of %s failed: %s", server, e.getMessage());
            failed(SqlFailure.of(e), SqlFailure.describe(e));
        }
        if (server.role() == Role.PRIMARY) {
            // Replicas that answered before it was known which cluster is the right one.
            servers.replicas().stream()
                    .filter(replica -> proof.isForeign(replica.name()))
                    .forEach(servers::foreign);
            if (server.status().state() == ServerState.WRONG_ROLE) {
                // Connect anew: the URL may name another host, or lead to one, that is the primary now.
                close();
                server.dropIdleConnections();
            }
        }
    }

    private void failed(SqlFailure kind, String why) {
        if (kind == SqlFailure.FULL) {
            servers.full(server, why);
        } else if (kind == SqlFailure.UNSUITABLE && server.role() == Role.REPLICA) {
            servers.unsuitable(server, why);
        } else {
            if (kind == SqlFailure.UNREACHABLE || kind == SqlFailure.DISCONNECTED) {
                server.dropIdleConnections();
            }
            servers.failed(server, why);
        }
    }

    /** Finds out whether the server can answer what this service asks. */
    synchronized void recheck() {
        answerable.doubt();
        run();
    }

    /** A connection has ended: a new one tells whether the server is there. */
    synchronized void reconnect(String why) {
        if (!server.status().isBanned(clock.instant())) {
            close();
            run();
            if (server.status().failures() > 0) {
                servers.unreachable(server, why);
            }
        }
    }

    /**
     * Reads wait for too long: the server is banned if it is silent; the primary, whose reads have nowhere else to go, if it is on
     * a new connection too.
     */
    void confirm(String why) {
        boolean hangs = server.role() == Role.PRIMARY ? isGone() : hung || isSilent();
        if (hangs && !server.status().isBanned(clock.instant())) {
            servers.unreachable(server, why);
        }
    }

    /** The run that this waited for may have found it out; the next one would connect, which takes long. */
    private synchronized boolean isSilent() {
        if (!hung) {
            run();
        }
        return hung;
    }

    private synchronized boolean isGone() {
        if (isSilent()) {
            run();
        }
        return server.status().failures() > 0;
    }

    /** Asks unless that was done since {@code then}: who has waited here for a run that failed does not repeat it. */
    synchronized void runUnlessSince(Instant then) {
        if (lastRun.isBefore(then)) {
            run();
        }
    }

    /** The answer to another question; empty if the server has none. */
    synchronized <T> Optional<T> answer(ProbeConnection.Question<T> question) {
        try {
            return Optional.of(question.ask(connection.get()));
        } catch (SQLException e) {
            log.debugf("%s does not tell: %s", server, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        connection.close();
    }

    /**
     * If nobody has used the connection for a while, a failure is followed by a second question over a new one: the first
     * may have died unnoticed, as all do while an instance is frozen, which says nothing of the server.
     */
    private ReplicationStatus look() throws SQLException {
        boolean rested = connection.isOpen() && !lastRun.plus(maxRest).isAfter(clock.instant());
        lastRun = clock.instant();
        try {
            return ask();
        } catch (SQLException e) {
            if (!rested || SqlFailure.of(e) != SqlFailure.DISCONNECTED) {
                throw e;
            }
            close();
            return ask();
        }
    }

    private ReplicationStatus ask() throws SQLException {
        boolean isNew = !connection.isOpen();
        if (isNew) {
            answerable.doubt();
        }
        Connection asked = connection.get();
        ReplicationStatus status = history.ask(server, asked);
        if (server.role() == Role.PRIMARY) {
            proof.askPrimary(asked, isNew);
        } else if (proof.askReplica(asked, isNew, server.name())) {
            return status;
        }
        if (!status.standby()) {
            history.refuseReplacedPrimary(asked);
        }
        return status;
    }
}
