package io.userservice.routing;

import io.userservice.replication.Lag;
import io.userservice.replication.ReplicationStatus;
import io.userservice.replication.Server;
import io.userservice.replication.ServerState;
import io.userservice.replication.ServerStatus;
import io.userservice.replication.WalPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
 * @param load how much of its pool those take, from 0 to 1, and more if some wait
 * @param weight its share of the reads in relation to the others', from 1 on
 * @param near whether it is in the zone of this instance, or nobody has said where either is
 */
record Candidate(
        String name,
        boolean usable,
        boolean lagging,
        Lag lag,
        Duration staleness,
        @Nullable WalPosition replayed,
        double share,
        int busy,
        double load,
        int weight,
        boolean near) {

    /**
     * What is known of a server now. Some are usable only where no other is in use.
     *
     * @param zone of this instance; empty if nobody has said
     */
    static Candidate of(Server server, Instant now, Duration recovery, boolean othersInUse, Optional<String> zone) {
        ServerStatus status = server.status();
        ReplicationStatus last = status.last();
        return new Candidate(
                server.name(),
                isUsable(server, status, now, othersInUse),
                status.state() == ServerState.LATE || status.state() == ServerState.UNKNOWN,
                status.lag(),
                status.lag().age(now),
                last == null ? null : last.position(),
                status.share(now, recovery),
                server.busy(),
                load(server),
                server.placement().weight(),
                isNear(zone, server.placement().zone()));
    }

    private static double load(Server server) {
        return (double) server.busy()
                / server.readPool()
                        .getConfiguration()
                        .connectionPoolConfiguration()
                        .maxSize();
    }

    private static boolean isNear(Optional<String> ours, Optional<String> its) {
        return ours.isEmpty() || its.isEmpty() || ours.equals(its);
    }

    private static boolean isUsable(Server server, ServerStatus status, Instant now, boolean othersInUse) {
        return !server.isDrained()
                && ((status.isInUse() && server.hasRoom()) || (!othersInUse && isBetterThanNone(status, now)));
    }

    /** One whose ban has run out, but that nobody has seen since, and one that fails some reads. */
    private static boolean isBetterThanNone(ServerStatus status, Instant now) {
        return status.state() == ServerState.FAILING || (status.state() == ServerState.BANNED && !status.isBanned(now));
    }

    boolean hasReached(WalPosition token) {
        return replayed != null && replayed.covers(token);
    }
}
