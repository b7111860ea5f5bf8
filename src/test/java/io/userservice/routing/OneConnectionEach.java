package io.userservice.routing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A pool of one connection to each server, and with it room on the primary for one read that falls back. */
public final class OneConnectionEach implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.datasource.jdbc.max-size", "1");
    }
}
