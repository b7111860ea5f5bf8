package io.userservice.replication.roster;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where this instance runs. */
@ConfigMapping(prefix = "user-service")
public interface ZoneConfig {

    /**
     * The zone of this instance, such as {@code eu-central-1a}: reads stay in it as long as one of its replicas can take them.
     * Default: on ECS the availability zone of the task; else none, and all replicas are alike.
     */
    Optional<String> zone();
}
