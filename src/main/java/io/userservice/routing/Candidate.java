package io.userservice.routing;

import io.userservice.replication.Lag;
import io.userservice.replication.Server;
import io.userservice.replication.Sighting;
import io.userservice.replication.Standing;
import io.userservice.replication.State;
import io.userservice.replication.WalPosition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a decision needs to know of a replica.
 *
 * @param usable neither banned nor promoted
 * @param late beyond the lag gate
 * @param lag as last seen
 * @param staleness how old its data may be at most: the lag, and the age of the knowledge of it
 * @param replayed how far it is known to have replayed; null if it was never asked
 * @param share of its reads that it gets while it recovers, up to 1
 * @param busy reads that run there now
 */
record Candidate(
        String name,
        boolean usable,
        boolean late,
        Lag lag,
        Duration staleness,
        @Nullable WalPosition replayed,
        double share,
        int busy) {

    /** A server whose ban has run out, but that nobody has seen since, is usable only where no other is in use. */
    static Candidate of(Server server, Instant now, Duration recovery, boolean othersInUse) {
        Standing standing = server.standing();
        Sighting seen = standing.seen();
        return new Candidate(
                server.name(),
                standing.isInUse() || (!othersInUse && standing.state() == State.BANNED && !standing.isBanned(now)),
                standing.state() == State.LATE,
                standing.lag(),
                seen == null
                        ? Duration.ofSeconds(Long.MAX_VALUE)
                        : standing.lag().time().plus(Duration.between(seen.at(), now)),
                seen == null ? null : seen.position(),
                standing.share(now, recovery),
                server.busy());
    }

    boolean hasReached(WalPosition token) {
        return replayed != null && replayed.covers(token);
    }
}
