package io.userservice;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Settings of three tests that do not meet: no more than three requests at once, no fallback to the primary, and writes that
 * may wait for as long as a test takes. Each profile starts Quarkus once more, so they share one.
 */
public final class ThreeAtOnceNoFallback implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "user-service.limits.max-requests", "3",
                "user-service.routing.fallback", "false",
                "quarkus.datasource.jdbc.acquisition-timeout", "3S",
                "quarkus.datasource.jdbc.new-connection-sql", "");
    }
}
