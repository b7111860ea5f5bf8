package io.userservice.replication;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one server, and what a new observation makes of it. Immutable and pure: time comes in from
 * outside.
 *
 * @param since when the state began
 * @param reason why it is no better one: an SQLSTATE, the class of an exception, or words; empty if there is none
 * @param last the last answer to a probe, null before the first
 * @param lag as of that answer
 * @param failures probes failed in a row
 * @param caughtUp probes in a row that found a lagging replica below half of the limit
 * @param ban how long the last ban was to last, or the last time of being full or failing
 * @param bannedUntil when that ends: a ban at the latest, being full or failing at the earliest
 * @param returnedAt when the server last came back into use
 */
public record ServerStatus(
        ServerState state,
        Instant since,
        String reason,
        @Nullable ReplicationStatus last,
        Lag lag,
        int failures,
        int caughtUp,
        Duration ban,
        Instant bannedUntil,
        Instant returnedAt) {

    /** A late replica is back when this many probes in a row find it well below the limits. */
    private static final int CAUGHT_UP_ENOUGH = 2;

    /** Enough to find out when a slow replica is well again. */
    private static final double SHARE_OF_SLOW = 0.05;

    /** Before anybody has asked. */
    public static ServerStatus unknown(Instant now) {
        return new ServerStatus(
                ServerState.UNKNOWN, now, "", null, Lag.NONE, 0, 0, Duration.ZERO, Instant.MIN, Instant.MIN);
    }

    /** Of a server that has come while the service runs: it is cold, and begins with few reads. */
    public static ServerStatus arrived(Instant now) {
        return new ServerStatus(ServerState.UNKNOWN, now, "", null, Lag.NONE, 0, 0, Duration.ZERO, Instant.MIN, now);
    }

    /**
     * A server answered: that ends a ban. A full one has answered over a connection that it had already, and a failing one
     * less than reads ask for; they are so for as long as a ban would last. A replica that was not yet seen to have what the
     * primary had is late, but needs no time to recover once it was.
     *
     * @param suits whether it was just found able to answer what this service asks; else an unsuitable one stays so
     */
    ServerStatus answered(ReplicationStatus answer, Lag now, Role role, boolean suits, Limits limits) {
        int below = now.isOver(limits.lag().half()) ? 0 : caughtUp + 1;
        boolean wasLate = state == ServerState.LATE && lag.isKnown();
        boolean remains = isLeftAlone(answer.at()) || (state == ServerState.UNSUITABLE && !suits);
        ServerState next;
        if (answer.standby() != (role == Role.REPLICA)) {
            next = ServerState.WRONG_ROLE;
        } else if (remains) {
            next = state;
        } else if (role == Role.REPLICA && (now.isOver(limits.lag()) || (wasLate && below < CAUGHT_UP_ENOUGH))) {
            next = ServerState.LATE;
        } else {
            next = state == ServerState.SLOW ? state : ServerState.UP;
        }
        boolean returns = next == ServerState.UP
                && (wasLate || (state != ServerState.UP && state != ServerState.UNKNOWN && state != ServerState.LATE));
        return new ServerStatus(
                next,
                next == state ? since : answer.at(),
                reason(next, answer, now),
                answer,
                now,
                0,
                below,
                ban,
                remains ? bannedUntil : Instant.MIN,
                returns ? answer.at() : returnedAt);
    }

    private String reason(ServerState next, ReplicationStatus answer, Lag now) {
        return switch (next) {
            case WRONG_ROLE -> answer.standby() ? "is a standby" : "is the primary";
            case LATE -> now.isKnown() ? "" : "not yet seen to have what the primary had";
            default -> next == state ? reason : "";
        };
    }

    /** A replica turned out to be of another cluster: whatever it says of itself is of no use here. */
    ServerStatus foreign(Instant now) {
        return state == ServerState.FOREIGN
                ? this
                : new ServerStatus(
                        ServerState.FOREIGN,
                        now,
                        "not of the primary's cluster: mend its URL",
                        null,
                        Lag.NONE,
                        0,
                        0,
                        Duration.ZERO,
                        Instant.MIN,
                        returnedAt);
    }

    /** A probe failed. */
    ServerStatus failed(Instant now, String why, Limits limits) {
        int failed = failures + 1;
        if (failed < limits.failures() || isBanned(now)) {
            return new ServerStatus(state, since, reason, last, lag, failed, 0, ban, bannedUntil, returnedAt);
        }
        return leftAlone(ServerState.BANNED, now, why, limits);
    }

    /** No connection could be had for a request, or one broke and no other could be had. */
    ServerStatus unreachable(Instant now, String why, Limits limits) {
        return isBanned(now) ? this : leftAlone(ServerState.BANNED, now, why, limits);
    }

    /** The server refused a connection, because it has no room for more. */
    ServerStatus full(Instant now, String why, Limits limits) {
        return isBanned(now) || isLeftAlone(now) ? this : leftAlone(ServerState.FULL, now, why, limits);
    }

    /** The server failed reads that another one answered. Probes, which ask for less, do not end that. */
    ServerStatus failing(Instant now, String why, Limits limits) {
        return isInUse() && !isLeftAlone(now) ? leftAlone(ServerState.FAILING, now, why, limits) : this;
    }

    /** The server was found unable to answer what this service asks. */
    ServerStatus unsuitable(Instant now, String why) {
        return outOfUse(ServerState.UNSUITABLE, now, why, 0, ban, Instant.MIN);
    }

    /** The reads of a replica take much longer than those of the others. */
    ServerStatus slow(Instant now, String why) {
        return state == ServerState.UP ? inUse(ServerState.SLOW, now, why, returnedAt) : this;
    }

    /** They do no more. */
    ServerStatus wellAgain(Instant now) {
        return state == ServerState.SLOW ? inUse(ServerState.UP, now, "", now) : this;
    }

    private ServerStatus inUse(ServerState next, Instant now, String why, Instant returned) {
        return new ServerStatus(next, now, why, last, lag, failures, caughtUp, ban, bannedUntil, returned);
    }

    private ServerStatus leftAlone(ServerState next, Instant now, String why, Limits limits) {
        boolean again = state == next || now.isBefore(returnedAt.plus(limits.recovery()));
        Duration length = limits.banAfter(again ? ban : Duration.ZERO);
        return outOfUse(next, now, why, next == ServerState.FULL ? 0 : failures, length, now.plus(length));
    }

    private ServerStatus outOfUse(
            ServerState next, Instant now, String why, int failed, Duration length, Instant until) {
        Instant begin = state == next ? since : now;
        return new ServerStatus(next, begin, why, last, lag, failed, 0, length, until, returnedAt);
    }

    /** Whether it does what it is configured for, as far as is known. */
    public boolean isInUse() {
        return switch (state) {
            case UNKNOWN, UP, SLOW, LATE, FULL -> true;
            case BANNED, FAILING, UNSUITABLE, WRONG_ROLE, FOREIGN -> false;
        };
    }

    /** Whether the server is to be left alone now. */
    public boolean isBanned(Instant now) {
        return state == ServerState.BANNED && now.isBefore(bannedUntil);
    }

    /** Whether it is, whatever it answers to probes. */
    private boolean isLeftAlone(Instant now) {
        return (state == ServerState.FULL || state == ServerState.FAILING) && now.isBefore(bannedUntil);
    }

    /** The share of its reads that a server gets, from 0 just after it returned to 1 when it has recovered; little if it is slow. */
    public double share(Instant now, Duration recovery) {
        if (state == ServerState.SLOW) {
            return SHARE_OF_SLOW;
        }
        Duration back = Duration.between(returnedAt, now);
        if (recovery.isZero() || back.compareTo(recovery) >= 0) {
            return 1;
        }
        return Math.max(0, (double) back.toMillis() / recovery.toMillis());
    }
}
