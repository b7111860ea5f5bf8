package io.userservice.replication;

import java.time.Duration;
import java.util.Optional;

/** What an observation of a server is judged by, see {@link ReplicationConfig}. Immutable. */
record Limits(Lag lag, int failures, Duration ban, Duration maxBan, Duration recovery) {

    /** What to write instead: of two settings together; each by itself is judged by its converter. */
    static Optional<String> refusal(ReplicationConfig config) {
        return config.maxBan().compareTo(config.ban()) >= 0
                ? Optional.empty()
                : Optional.of("USER_SERVICE_REPLICATION_MAX_BAN (user-service.replication.max-ban) is "
                        + config.maxBan().toMillis() + "ms: write a time that is at least as long as"
                        + " USER_SERVICE_REPLICATION_BAN (user-service.replication.ban), "
                        + config.ban().toMillis() + "ms");
    }

    /** How long a ban lasts that follows soon after another; after none that is zero. */
    Duration banAfter(Duration before) {
        Duration doubled = before.isZero() ? ban : before.multipliedBy(2);
        return doubled.compareTo(maxBan) < 0 ? doubled : maxBan;
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
