package io.userservice;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings of three tests that do not meet: pages of two other origins may call with two methods, a gateway in front takes a
 * prefix off the path, and there is a proxy in front of each server. Each profile starts Quarkus once more, so they share one.
 */
public final class BetweenProxies implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.http.cors.enabled", "true");
        settings.put("quarkus.http.cors.origins", "https://app.example, https://b.example");
        settings.put("quarkus.http.cors.methods", "GET,POST");
        settings.put("quarkus.http.cors.exposed-headers", "Consistency-Token,Location,ETag");
        settings.put("quarkus.http.proxy.proxy-address-forwarding", "true");
        settings.put("quarkus.http.proxy.allow-x-forwarded", "true");
        settings.put("quarkus.http.proxy.enable-forwarded-prefix", "true");
        settings.put("user-service.primary.proxy", "true");
        settings.put("user-service.replicas.\"replica-1\".load-balanced", "true");
        settings.put("user-service.replicas.\"replica-2\".load-balanced", "true");
        return settings;
    }
}
