package io.userservice.routing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * What is known of a server is what requests have seen: a probe would ask a replica that has gone back, and break the
 * connection of whoever waits for a frozen one. A ban is over at once, and shows until the server has answered.
 */
public final class NoProbes implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "user-service.replication.probe-interval", "0s",
                "user-service.replication.max-age", "1h",
                "user-service.replication.ban", "1ms",
                "user-service.replication.max-ban", "1ms");
    }
}
