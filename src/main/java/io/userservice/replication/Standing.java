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
 * @param seen the last answer to a probe, null before the first
 * @param lag as of that answer
 * @param failures probes failed in a row
 * @param punctual probes in a row that found a late replica below half of the limit
 * @param ban how long the last ban was to last
 * @param bannedUntil when it ends at the latest
 * @param returnedAt when the server last came back into use
 */
public record Standing(
        State state,
        Instant since,
        @Nullable Sighting seen,
        Lag lag,
        int failures,
        int punctual,
        Duration ban,
        Instant bannedUntil,
        Instant returnedAt) {

    /** A late replica is back when this many probes in a row find it well below the limit. */
    private static final int PUNCTUAL_ENOUGH = 2;

    /** The limits that an observation is judged by. */
    record Limits(Lag lag, int failures, Duration ban, Duration maxBan, Duration recovery) {

        Limits {
            require(failures > 0, "failures", "at least 1");
            require(!ban.isNegative() && !ban.isZero(), "ban", "a duration such as 5s");
            require(maxBan.compareTo(ban) >= 0, "max-ban", "at least as long as user-service.replication.ban");
            require(!recovery.isNegative(), "recovery", "a duration such as 30s, or 0s");
            require(!lag.time().isNegative(), "max-lag", "a duration such as 10s");
        }

        private static void require(boolean holds, String property, String value) {
            if (!holds) {
                throw new ConfigurationException("user-service.replication." + property + " must be " + value);
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

    static Standing unknown(Instant now) {
        return new Standing(State.UNKNOWN, now, null, Lag.NONE, 0, 0, Duration.ZERO, Instant.MIN, Instant.MIN);
    }

    /** A probe was answered: that ends a ban. */
    Standing answered(Sighting sighting, Lag now, Role role, Limits limits) {
        int onTime = now.isOver(limits.lag().half()) ? 0 : punctual + 1;
        State next;
        if (sighting.standby() != (role == Role.REPLICA)) {
            next = State.WRONG_ROLE;
        } else if (role == Role.REPLICA
                && (now.isOver(limits.lag()) || (state == State.LATE && onTime < PUNCTUAL_ENOUGH))) {
            next = State.LATE;
        } else {
            next = State.UP;
        }
        boolean returns = next == State.UP && state != State.UP && state != State.UNKNOWN;
        return new Standing(
                next,
                next == state ? since : sighting.at(),
                sighting,
                now,
                0,
                onTime,
                ban,
                Instant.MIN,
                returns ? sighting.at() : returnedAt);
    }

    /** A probe failed. */
    Standing failed(Instant now, Limits limits) {
        int failed = failures + 1;
        if (failed < limits.failures() || isBanned(now)) {
            return new Standing(state, since, seen, lag, failed, 0, ban, bannedUntil, returnedAt);
        }
        return banned(now, limits);
    }

    /** No connection could be had for a request, or one broke. */
    Standing unreachable(Instant now, Limits limits) {
        return isBanned(now) ? this : banned(now, limits);
    }

    private Standing banned(Instant now, Limits limits) {
        boolean again = state == State.BANNED || now.isBefore(returnedAt.plus(limits.recovery()));
        Duration doubled = ban.multipliedBy(2);
        Duration length = !again || ban.isZero()
                ? limits.ban()
                : doubled.compareTo(limits.maxBan()) < 0 ? doubled : limits.maxBan();
        return new Standing(
                State.BANNED,
                state == State.BANNED ? since : now,
                seen,
                lag,
                failures,
                0,
                length,
                now.plus(length),
                returnedAt);
    }

    /** Whether it does what it is configured for, as far as is known. */
    public boolean isInUse() {
        return state != State.BANNED && state != State.WRONG_ROLE;
    }

    /** Whether the server is to be left alone now. */
    public boolean isBanned(Instant now) {
        return state == State.BANNED && now.isBefore(bannedUntil);
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
