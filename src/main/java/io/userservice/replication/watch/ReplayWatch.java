package io.userservice.replication.watch;

import io.userservice.datasource.ClusterProof;
import io.userservice.replication.Blame;
import io.userservice.replication.ConnectionHistory;
import io.userservice.replication.ReplicationStatus;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.replication.SqlFailure;
import io.userservice.replication.WalPosition;
import io.userservice.replication.pool.ProbeConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Watches how far one replica replays, as long as anybody waits for it: one question at a time for all who wait, over a
 * connection of its own. A thread's work; it ends when it is interrupted.
 */
final class ReplayWatch implements Runnable {

    private static final Logger log = Logger.getLogger(ReplayWatch.class);

    /** Replay follows a commit within a fraction of a millisecond; asking more often would only cost the server. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);

    /** As long as the replica reaches what nobody waits for, each pause is a quarter longer than the one before. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

    /** A connection that nobody needs for that long is closed. */
    private static final Duration REST = Duration.ofSeconds(10);

    /** A server that takes no connection is not asked for one for each read that would wait. */
    private static final Duration PAUSE_OF_CONNECTING = Duration.ofMillis(250);

    private final Server replica;
    private final WaitingReads reads;
    private final ProbeConnection connection;
    private final Servers servers;
    private final ConnectionHistory history;
    private final ClusterProof proof;
    private final Blame blame;
    private final InstantSource clock;
    private @Nullable ReplayQuestion question;
    private Duration pause = SHORTEST_PAUSE;
    private boolean inVain;
    private Instant connectAfter = Instant.MIN;

    ReplayWatch(
            Server replica,
            WaitingReads reads,
            ProbeConnection connection,
            Servers servers,
            ConnectionHistory history,
            ClusterProof proof,
            Blame blame,
            InstantSource clock) {
        this.replica = replica;
        this.reads = reads;
        this.connection = connection;
        this.servers = servers;
        this.history = history;
        this.proof = proof;
        this.blame = blame;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            while (!Thread.interrupted()) {
                if (!reads.awaitAny(REST)) {
                    close();
                } else if (!ask() && question != null && !question.waits()) {
                    LockSupport.parkNanos(pause.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** Asks once, and wakes whom the answer concerns. Returns whether anybody got what he waited for. */
    private boolean ask() {
        WalPosition least = reads.least();
        if (least == null) {
            return true;
        }
        boolean rested = question != null;
        if (!rested && clock.instant().isBefore(connectAfter)) {
            reads.end();
            return false;
        }
        try {
            return ask(least);
        } catch (RuntimeException e) {
            log.errorf(e, "watch of %s", replica);
            close();
            reads.end();
            return false;
        } catch (SQLException e) {
            close();
            if (rested && SqlFailure.of(e).isOfConnection() && !SqlFailure.isTimeout(e)) {
                return false; // It had ended by itself, it may be: the next question makes another.
            }
            connectAfter = clock.instant().plus(PAUSE_OF_CONNECTING);
            reads.end();
            // Whether a server that is silent is frozen is for the probes to say, more than one of them.
            if (!SqlFailure.isTimeout(e)) {
                SqlFailure unused = blame.of(replica, e);
            }
            return false;
        }
    }

    private boolean ask(WalPosition least) throws SQLException {
        Instant asked = clock.instant();
        ReplayQuestion current = connect();
        WalPosition position = null;
        // As a rule it is there at the first question, which is the long one for that reason.
        if (!inVain || replica.isAurora() || current.mayHave(least, (int) LONGEST_PAUSE.toMillis())) {
            ReplicationStatus status = history.ask(replica, connection.get());
            servers.answered(replica, status);
            position = status.position();
        }
        boolean anybody = reads.answered(position, asked, clock.instant().plus(pause));
        inVain = !anybody;
        pause = anybody ? SHORTEST_PAUSE : longer(pause);
        return anybody;
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.plus(pause.dividedBy(4));
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    private ReplayQuestion connect() throws SQLException {
        if (question == null) {
            Connection made = connection.get();
            if (proof.askReplica(made, true, replica.name())) {
                throw new SQLException(replica + " is not of the primary's cluster", "08004");
            }
            question = new ReplayQuestion(made);
            inVain = false;
        }
        return question;
    }

    private void close() {
        question = null;
        connection.close();
    }
}
