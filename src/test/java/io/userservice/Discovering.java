package io.userservice;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.userservice.devcluster.ClusterResource;
import java.util.List;
import java.util.Map;

/** One replica is configured; the others are those that stream from the primary, by the port that they call themselves. */
public final class Discovering implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(ClusterResource.class, Map.of("standbys", "3", "configured", "1")));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "user-service.replicas.discovery",
                "primary",
                "user-service.replicas.discovery.host",
                "127.0.0.1:?",
                "user-service.replicas.discovery.interval",
                "50ms",
                "user-service.replication.recovery",
                "0s");
    }
}
