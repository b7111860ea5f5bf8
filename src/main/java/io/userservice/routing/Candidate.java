package io.userservice.routing;

import io.userservice.replication.Lag;
import io.userservice.replication.ReplicationStatus;
import io.userservice.replication.Server;
import io.userservice.replication.ServerState;
import io.userservice.replication.ServerStatus;
import io.userservice.replication.WalPosition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a decision needs to know of a replica.
 *
 * @param usable neither banned, unsuitable nor promoted, and with room for a read
 * @param lagging beyond the lag gate, or not yet seen to have what the primary had
 * @param lag as last seen
 * @param staleness how old its data may be at most
 * @param replayed how far it is known to have replayed; null if it was never asked
 * @param share of its reads that it gets while it recovers, up to 1
 * @param busy reads that run there now
 */
record Candidate(
        String name,
        boolean usable,
        boolean lagging,
        Lag lag,
        Duration staleness,
        @Nullable WalPosition replayed,
        double share,
        int busy) {

    /** Some servers are usable only where no other is in use. */
    static Candidate of(Server server, Instant now, Duration recovery, boolean othersInUse) {
        ServerStatus status = server.status();
        ReplicationStatus last = status.last();
        return new Candidate(
                server.name(),
                (status.isInUse() && server.hasRoom()) || (!othersInUse && isBetterThanNone(status, now)),
                status.state() == ServerState.LATE || status.state() == ServerState.UNKNOWN,
                status.lag(),
                status.lag().age(now),
                last == null ? null : last.position(),
                status.share(now, recovery),
                server.busy());
    }

    /** One whose ban has run out, but that nobody has seen since, and one that fails some reads. */
    private static boolean isBetterThanNone(ServerStatus status, Instant now) {
        return status.state() == ServerState.FAILING || (status.state() == ServerState.BANNED && !status.isBanned(now));
    }

    boolean hasReached(WalPosition token) {
        return replayed != null && replayed.covers(token);
    }
}
