package io.userservice.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaTimeoutTest {

    private static final String OWN = "user-service.replicas.\"replica-1\".statement-timeout";
    private static final String PROPERTY = "quarkus.datasource.\"%s\".jdbc.additional-jdbc-properties.%s";

    @ParameterizedTest
    @CsvSource({
        "60s,   -c statement_timeout=3s -c statement_timeout=60s,   62",
        "500ms, -c statement_timeout=3s -c statement_timeout=500ms, 3",
        "2min,  -c statement_timeout=3s -c statement_timeout=2min,  122",
        "0,     -c statement_timeout=3s -c statement_timeout=0,     0",
        // refused elsewhere
        "long,  -c statement_timeout=3s,                            5",
    })
    void itsConnectionsAllowForIt(String timeout, String options, String socketTimeout) {
        SmallRyeConfig config = config(Map.of(OWN, timeout));
        assertEquals(
                options,
                config.getConfigValue(PROPERTY.formatted("replica-1", "options"))
                        .getValue());
        assertEquals(
                socketTimeout,
                config.getConfigValue(PROPERTY.formatted("replica-1", "socketTimeout"))
                        .getValue());
        assertEquals(
                "-c statement_timeout=3s",
                config.getConfigValue(PROPERTY.formatted("replica-2", "options"))
                        .getValue());
        assertEquals(
                "5",
                config.getConfigValue(PROPERTY.formatted("replica-2", "socketTimeout"))
                        .getValue());
    }

    private static SmallRyeConfig config(Map<String, String> more) {
        return new SmallRyeConfigBuilder()
                .withInterceptors(new ReplicaDefaults(), new ReplicaTimeout())
                .withSources(
                        new PropertiesConfigSource(
                                Map.of(
                                        "each-replica.jdbc.additional-jdbc-properties.options",
                                        "-c statement_timeout=3s",
                                        "each-replica.jdbc.additional-jdbc-properties.socketTimeout",
                                        "5"),
                                "defaults",
                                100),
                        new PropertiesConfigSource(more, "own", 200))
                .build();
    }
}
