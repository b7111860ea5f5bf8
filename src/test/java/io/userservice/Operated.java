package io.userservice;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.userservice.devcluster.ClusterResource;
import java.util.List;
import java.util.Map;

/** Three replicas that are not alike: one in the service's zone, one in another, and one for reports. */
public final class Operated implements QuarkusTestProfile {

    public static final String TOKEN = "0123456789abcdef";

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(ClusterResource.class, Map.of("standbys", "3")));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "user-service.zone",
                "a",
                "user-service.replicas.\"replica-1\".zone",
                "a",
                "user-service.replicas.\"replica-2\".zone",
                "b",
                "user-service.replicas.\"replica-3\".group",
                "reporting",
                "user-service.replicas.\"replica-3\".statement-timeout",
                "20s",
                "user-service.statement-timeout.replicas",
                "500ms",
                "user-service.maintenance.token",
                TOKEN);
    }
}
