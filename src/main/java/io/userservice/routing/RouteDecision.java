package io.userservice.routing;

import io.userservice.consistency.ReadConsistency;
import io.userservice.replication.Lag;
import io.userservice.replication.WalPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a call may go, and why: every {@link Reason} is decided here. Pure: what is known comes in, and chance picks one of
 * {@link #among} afterwards.
 *
 * <p>A call that declares {@link UsePrimary} brings its reason along: {@code write} for POST, PUT, PATCH and DELETE
 * ({@link RoutedResources}), {@code use-primary} where code says so.
 *
 * @param where on which kind of server
 * @param among the replicas to pick from; empty for the primary
 */
public record RouteDecision(Where where, List<Candidate> among, Reason reason) {

    public enum Where {
        /** Any of {@link #among}. */
        REPLICA,
        /** Any of {@link #among}, once it has reached the token; the primary if it does not in time. */
        REPLICA_ONCE_REACHED,
        PRIMARY
    }

    /**
     * Decides for a read.
     *
     * @param wanted what the client asks for
     * @param written the furthest position that a primary is known to have written; null if none was ever asked
     * @param replicas all that are configured
     * @param attempts the servers that this read has failed on
     */
    static RouteDecision of(
            ReadConsistency wanted, @Nullable WalPosition written, List<Candidate> replicas, Attempts attempts) {
        if (replicas.isEmpty()) {
            return primary(Reason.NO_REPLICA);
        }
        if (wanted.level() == ReadConsistency.Level.STRONG) {
            return primary(Reason.STRONG);
        }
        if (attempts.failed().size() > 1 && !attempts.failedOnPrimary()) {
            return primary(afterFailures(wanted, attempts));
        }
        List<Candidate> usable = filter(
                replicas, replica -> replica.usable() && !attempts.failed().contains(replica.name()));
        if (usable.isEmpty()) {
            return primary(attempts.isFirst() ? Reason.REPLICAS_DOWN : afterFailures(wanted, attempts));
        }
        return switch (wanted.level()) {
            case EVENTUAL -> eventual(usable);
            case BOUNDED -> bounded(usable, wanted, written, attempts);
            case SESSION, STRONG -> session(usable, wanted.token(), written, attempts);
        };
    }

    /** The names of the replicas to pick from; empty for the primary. */
    public List<String> names() {
        return among.stream().map(Candidate::name).toList();
    }

    /** A read that names its replica gets what that one has, whatever the token. */
    static RouteDecision byName(Candidate replica) {
        return new RouteDecision(Where.REPLICA, List.of(replica), Reason.BY_NAME);
    }

    /** A read whose replica did not reach the token in time. */
    static RouteDecision notReached() {
        return primary(Reason.TOKEN_NOT_REACHED);
    }

    /** A read inside a transaction on the primary: it sees what that has written. */
    static RouteDecision inTransaction() {
        return primary(Reason.IN_TRANSACTION);
    }

    /** Code that declares nothing. */
    static RouteDecision undeclared() {
        return primary(Reason.UNDECLARED);
    }

    /** Why a call is on the replica that chance picked of {@link #among}. */
    Reason reason(Candidate picked) {
        return picked.near() || reason == Reason.BY_NAME ? reason : Reason.OTHER_ZONE;
    }

    private static Reason afterFailures(ReadConsistency wanted, Attempts attempts) {
        if (!attempts.behind()) {
            return Reason.FAILOVER;
        }
        return wanted.level() == ReadConsistency.Level.BOUNDED ? Reason.TOO_STALE : Reason.TOKEN_NOT_REACHED;
    }

    private static RouteDecision eventual(List<Candidate> usable) {
        List<Candidate> caughtUp = filter(usable, replica -> !replica.lagging());
        if (!caughtUp.isEmpty()) {
            return new RouteDecision(Where.REPLICA, caughtUp, Reason.READ_ONLY);
        }
        Duration least = usable.stream()
                .map(Candidate::lag)
                .map(Lag::time)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new RouteDecision(
                Where.REPLICA, filter(usable, replica -> replica.lag().time().equals(least)), Reason.LEAST_LATE);
    }

    private static RouteDecision bounded(
            List<Candidate> usable, ReadConsistency wanted, @Nullable WalPosition written, Attempts attempts) {
        List<Candidate> fresh = filter(usable, replica -> replica.staleness().compareTo(wanted.maxStaleness()) <= 0);
        if (fresh.isEmpty()) {
            return primary(Reason.TOO_STALE);
        }
        return wanted.token() == null
                ? new RouteDecision(Where.REPLICA, fresh, Reason.FRESH_ENOUGH)
                : session(fresh, wanted.token(), written, attempts);
    }

    private static RouteDecision session(
            List<Candidate> usable, @Nullable WalPosition token, @Nullable WalPosition written, Attempts attempts) {
        if (token == null) {
            List<Candidate> caughtUp = filter(usable, replica -> !replica.lagging());
            return caughtUp.isEmpty()
                    ? primary(Reason.REPLICAS_LATE)
                    : new RouteDecision(Where.REPLICA, caughtUp, Reason.READ_ONLY);
        }
        // The new primary knows best what is left of the old one's log. Until its name leads to it, a replica of the
        // old one has it.
        boolean fromOtherTimeline = written != null && written.timeline() != token.timeline();
        if (fromOtherTimeline && !attempts.failedOnPrimary()) {
            return primary(Reason.TOKEN_FROM_OTHER_TIMELINE);
        }
        List<Candidate> reached = filter(usable, replica -> replica.hasReached(token));
        if (!reached.isEmpty()) {
            return new RouteDecision(Where.REPLICA, reached, Reason.TOKEN_REACHED);
        }
        if (fromOtherTimeline) {
            return primary(Reason.TOKEN_FROM_OTHER_TIMELINE);
        }
        return new RouteDecision(Where.REPLICA_ONCE_REACHED, furthest(usable), Reason.TOKEN_AWAITED);
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

    private static RouteDecision primary(Reason reason) {
        return new RouteDecision(Where.PRIMARY, List.of(), reason);
    }

    /** Loops, not streams: this runs several times in every read. As a rule all pass, and that takes no list of its own. */
    private static List<Candidate> filter(List<Candidate> replicas, Predicate<Candidate> test) {
        for (int i = 0; i < replicas.size(); i++) {
            if (!test.test(replicas.get(i))) {
                return passing(replicas, test);
            }
        }
        return replicas;
    }

    private static List<Candidate> passing(List<Candidate> replicas, Predicate<Candidate> test) {
        List<Candidate> passing = new ArrayList<>(replicas.size());
        for (Candidate replica : replicas) {
            if (test.test(replica)) {
                passing.add(replica);
            }
        }
        return passing;
    }
}
