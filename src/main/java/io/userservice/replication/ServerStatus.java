package io.userservice.replication;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one server, and what a new observation makes of it. Immutable and pure: time comes in from
 * outside.
 *
 * @param since when the state began
 * @param last the last answer to a probe, null before the first
 * @param lag as of that answer
 * @param failures probes failed in a row
 * @param caughtUp probes in a row that found a lagging replica below half of the limit
 * @param ban how long the last ban was to last
 * @param bannedUntil when it ends at the latest
 * @param returnedAt when the server last came back into use
 */
public record ServerStatus(
        ServerState state,
        Instant since,
        @Nullable ReplicationStatus last,
        Lag lag,
        int failures,
        int caughtUp,
        Duration ban,
        Instant bannedUntil,
        Instant returnedAt) {

    /** A lagging replica is back when this many probes in a row find it well below the limit. */
    private static final int CAUGHT_UP_ENOUGH = 2;

    /** The limits that an observation is judged by. */
    record Limits(Lag lag, int failures, Duration ban, Duration maxBan, Duration recovery) {

        /** Checks what concerns two settings; each by itself is checked where it is read. */
        Limits {
            if (maxBan.compareTo(ban) < 0) {
                throw new ConfigurationException(
                        "user-service.replication.max-ban must be at least as long as user-service.replication.ban");
            }
        }

        static Limits of(ReplicationConfig config) {
            return new Limits(
                    new Lag(config.maxLag(), config.maxLagBytes().asLongValue()),
                    config.failures(),
                    config.ban(),
                    config.maxBan(),
                    config.recovery());
        }
    }

    static ServerStatus unknown(Instant now) {
        return new ServerStatus(
                ServerState.UNKNOWN, now, null, Lag.NONE, 0, 0, Duration.ZERO, Instant.MIN, Instant.MIN);
    }

    /** A probe was answered: that ends a ban. */
    ServerStatus answered(ReplicationStatus answer, Lag now, Role role, Limits limits) {
        int below = now.isOver(limits.lag().half()) ? 0 : caughtUp + 1;
        ServerState next;
        if (answer.standby() != (role == Role.REPLICA)) {
            next = ServerState.WRONG_ROLE;
        } else if (role == Role.REPLICA
                && (now.isOver(limits.lag()) || (state == ServerState.LATE && below < CAUGHT_UP_ENOUGH))) {
            next = ServerState.LATE;
        } else {
            next = ServerState.UP;
        }
        boolean returns = next == ServerState.UP && state != ServerState.UP && state != ServerState.UNKNOWN;
        return new ServerStatus(
                next,
                next == state ? since : answer.at(),
                answer,
                now,
                0,
                below,
                ban,
                Instant.MIN,
                returns ? answer.at() : returnedAt);
    }

    /** A probe failed. */
    ServerStatus failed(Instant now, Limits limits) {
        int failed = failures + 1;
        if (failed < limits.failures() || isBanned(now)) {
            return new ServerStatus(state, since, last, lag, failed, 0, ban, bannedUntil, returnedAt);
        }
        return banned(now, limits);
    }

    /** No connection could be had for a request, or one broke. */
    ServerStatus unreachable(Instant now, Limits limits) {
        return isBanned(now) ? this : banned(now, limits);
    }

    private ServerStatus banned(Instant now, Limits limits) {
        boolean again = state == ServerState.BANNED || now.isBefore(returnedAt.plus(limits.recovery()));
        Duration doubled = ban.multipliedBy(2);
        Duration length = !again || ban.isZero()
                ? limits.ban()
                : doubled.compareTo(limits.maxBan()) < 0 ? doubled : limits.maxBan();
        return new ServerStatus(
                ServerState.BANNED,
                state == ServerState.BANNED ? since : now,
                last,
                lag,
                failures,
                0,
                length,
                now.plus(length),
                returnedAt);
    }

    /** Whether it does what it is configured for, as far as is known. */
    public boolean isInUse() {
        return state != ServerState.BANNED && state != ServerState.WRONG_ROLE;
    }

    /** Whether the server is to be left alone now. */
    public boolean isBanned(Instant now) {
        return state == ServerState.BANNED && now.isBefore(bannedUntil);
    }

    /** The share of its reads that a server gets, from 0 just after it returned to 1 when it has recovered. */
    public double share(Instant now, Duration recovery) {
        Duration back = Duration.between(returnedAt, now);
        if (recovery.isZero() || back.compareTo(recovery) >= 0) {
            return 1;
        }
        return Math.max(0, (double) back.toMillis() / recovery.toMillis());
    }
}
