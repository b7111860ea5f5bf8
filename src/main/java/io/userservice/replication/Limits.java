package io.userservice.replication;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;

/** What an observation of a server is judged by, see {@link ReplicationConfig}. Immutable. */
record Limits(Lag lag, int failures, Duration ban, Duration maxBan, Duration recovery) {

    /** Checks what concerns two settings; each by itself is checked where it is read. */
    Limits {
        if (maxBan.compareTo(ban) < 0) {
            throw new ConfigurationException(
                    "user-service.replication.max-ban must be at least as long as user-service.replication.ban");
        }
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
