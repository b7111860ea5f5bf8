package io.userservice.routing;

import io.userservice.replication.Lag;
import io.userservice.replication.WalPosition;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a read may go, and why. Pure: what is known comes in, and chance picks one of {@link #among} afterwards.
 *
 * @param where on which kind of server
 * @param among the replicas to pick from; empty for the primary
 */
record Decision(Where where, List<Candidate> among, Reason reason) {

    enum Where {
        /** Any of {@link #among}. */
        REPLICA,
        /** Any of {@link #among}, once it has reached the token; the primary if it does not in time. */
        REPLICA_ONCE_REACHED,
        PRIMARY
    }

    /**
     * Decides.
     *
     * @param wanted what the client asks for
     * @param written the furthest position that a primary is known to have written; null if none was ever asked
     * @param replicas all that are configured
     * @param tried the names of those that this read has failed on
     */
    static Decision of(Freshness wanted, @Nullable WalPosition written, List<Candidate> replicas, List<String> tried) {
        if (replicas.isEmpty()) {
            return primary(Reason.NO_REPLICA);
        }
        if (wanted.level() == Freshness.Level.STRONG) {
            return primary(Reason.STRONG);
        }
        if (tried.size() > 1) {
            return primary(Reason.FAILOVER);
        }
        List<Candidate> usable = filter(replicas, replica -> replica.usable() && !tried.contains(replica.name()));
        if (usable.isEmpty()) {
            return primary(tried.isEmpty() ? Reason.REPLICAS_DOWN : Reason.FAILOVER);
        }
        return switch (wanted.level()) {
            case EVENTUAL -> eventual(usable);
            case BOUNDED -> bounded(usable, wanted, written);
            case SESSION, STRONG -> session(usable, wanted.token(), written);
        };
    }

    private static Decision eventual(List<Candidate> usable) {
        List<Candidate> punctual = filter(usable, replica -> !replica.late());
        if (!punctual.isEmpty()) {
            return new Decision(Where.REPLICA, punctual, Reason.READ_ONLY);
        }
        Duration least = usable.stream()
                .map(Candidate::lag)
                .map(Lag::time)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new Decision(
                Where.REPLICA, filter(usable, replica -> replica.lag().time().equals(least)), Reason.LEAST_LATE);
    }

    private static Decision bounded(List<Candidate> usable, Freshness wanted, @Nullable WalPosition written) {
        List<Candidate> fresh = filter(usable, replica -> replica.staleness().compareTo(wanted.maxStaleness()) <= 0);
        if (fresh.isEmpty()) {
            return primary(Reason.TOO_STALE);
        }
        return wanted.token() == null
                ? new Decision(Where.REPLICA, fresh, Reason.FRESH_ENOUGH)
                : session(fresh, wanted.token(), written);
    }

    private static Decision session(
            List<Candidate> usable, @Nullable WalPosition token, @Nullable WalPosition written) {
        if (token == null) {
            List<Candidate> punctual = filter(usable, replica -> !replica.late());
            return punctual.isEmpty()
                    ? primary(Reason.REPLICAS_LATE)
                    : new Decision(Where.REPLICA, punctual, Reason.READ_ONLY);
        }
        if (written != null && written.timeline() != token.timeline()) {
            return primary(Reason.TOKEN_FROM_OTHER_TIMELINE);
        }
        List<Candidate> reached = filter(usable, replica -> replica.hasReached(token));
        if (!reached.isEmpty()) {
            return new Decision(Where.REPLICA, reached, Reason.TOKEN_REACHED);
        }
        return new Decision(Where.REPLICA_ONCE_REACHED, furthest(usable), Reason.TOKEN_AWAITED);
    }

    /** Those that have the least to go; all that were never asked, if none was. */
    private static List<Candidate> furthest(List<Candidate> usable) {
        WalPosition furthest = usable.stream()
                .map(Candidate::replayed)
                .filter(Objects::nonNull)
                .reduce((a, b) -> b.isAfter(a) ? b : a)
                .orElse(null);
        return filter(usable, replica -> furthest == null || furthest.equals(replica.replayed()));
    }

    private static Decision primary(Reason reason) {
        return new Decision(Where.PRIMARY, List.of(), reason);
    }

    private static List<Candidate> filter(List<Candidate> replicas, Predicate<Candidate> test) {
        return replicas.stream().filter(test).toList();
    }
}
