package io.userservice.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplicaDefaultsTest {

    private static final String SIZE = "quarkus.datasource.\"replica-%d\".jdbc.max-size";

    private static final String TIMEOUT = "jdbc.additional-jdbc-properties.loginTimeout";

    @Test
    void everySlotHasWhatIsSaidOfEach() {
        SmallRyeConfig config = config(Map.of(), Map.of());
        List<String> names = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .toList();
        for (int slot = 1; slot <= 8; slot++) {
            assertEquals("7", value(config, SIZE.formatted(slot)));
            assertTrue(names.contains(SIZE.formatted(slot)));
        }
    }

    @Test
    void whatIsSetForOneSlotWinsThere() {
        String first = SIZE.formatted(1);
        assertEquals("3", value(config(Map.of(first, "3"), Map.of()), first));
        Map<String, String> environment = Map.of("QUARKUS_DATASOURCE__REPLICA_1__JDBC_MAX_SIZE", "4");
        SmallRyeConfig config = config(Map.of(first, "3"), environment);
        assertEquals("4", value(config, first));
        assertEquals("7", value(config, SIZE.formatted(2)));
    }

    @Test
    void nothingElseHasIt() {
        SmallRyeConfig config = config(Map.of(), Map.of());
        for (String datasource : List.of("primary-reads", "replica-9", "other")) {
            assertEquals("50", value(config, "quarkus.datasource.\"" + datasource + "\".jdbc.max-size"));
        }
    }

    @Test
    void bothOfThePrimaryHaveWhatIsSaidOfEachServer() {
        SmallRyeConfig config = config(Map.of(), Map.of());
        List<String> names = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .toList();
        for (String datasource : List.of("", "\"primary-reads\".", "\"replica-1\".")) {
            String name = "quarkus.datasource." + datasource + TIMEOUT;
            assertEquals(datasource.contains("replica") ? "2" : "5", value(config, name), name);
            assertTrue(names.contains(name), name);
        }
        assertNull(value(config, "quarkus.datasource.\"other\"." + TIMEOUT));
    }

    @Test
    void whatIsSetForThePrimaryWinsThere() {
        String primary = "quarkus.datasource." + TIMEOUT;
        assertEquals("30", value(config(Map.of(primary, "30"), Map.of()), primary));
        Map<String, String> environment =
                Map.of("QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_LOGINTIMEOUT", "40");
        SmallRyeConfig config = config(Map.of(primary, "30"), environment);
        assertEquals("40", value(config, primary));
        assertEquals("5", value(config, "quarkus.datasource.\"primary-reads\"." + TIMEOUT));
    }

    private static @Nullable String value(SmallRyeConfig config, String name) {
        return config.getConfigValue(name).getValue();
    }

    /** Quarkus' own default for all datasources is the least of all sources. */
    private static SmallRyeConfig config(Map<String, String> file, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withInterceptors(new ReplicaDefaults())
                .withDefaultValue("quarkus.datasource.*.jdbc.max-size", "50")
                .withSources(
                        new PropertiesConfigSource(
                                Map.of(
                                        "each-replica.jdbc.max-size",
                                        "7",
                                        "each-server." + TIMEOUT,
                                        "5",
                                        "each-replica." + TIMEOUT,
                                        "2"),
                                "defaults",
                                250),
                        new PropertiesConfigSource(file, "file", 260),
                        new EnvConfigSource(environment, 300))
                .build();
    }
}
