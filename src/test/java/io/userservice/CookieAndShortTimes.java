package io.userservice;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Settings of tests that do not meet: the token in a cookie with strong reads switched off, statements that may not take long,
 * and the live page. Each profile starts Quarkus once more, so they share one.
 */
public final class CookieAndShortTimes implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "user-service.live.enabled",
                "true",
                "user-service.consistency.cookie",
                "true",
                "user-service.consistency.strong",
                "false",
                "user-service.statement-timeout.replicas",
                "1s",
                "user-service.statement-timeout.primary-reads",
                "1s",
                "quarkus.datasource.jdbc.new-connection-sql",
                "set statement_timeout='2s';set lock_timeout='1s';set idle_in_transaction_session_timeout='1s'");
    }
}
