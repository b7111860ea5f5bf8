package io.userservice.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ReplicaDefaultsTest {

    private static final String SIZE = "quarkus.datasource.\"replica-%d\".jdbc.max-size";

    @Test
    void everySlotHasWhatIsSaidOfEach() {
        SmallRyeConfig config = config(Map.of(), Map.of());
        List<String> names = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .toList();
        for (int slot = 1; slot <= 8; slot++) {
            assertEquals("7", size(config, SIZE.formatted(slot)));
            assertTrue(names.contains(SIZE.formatted(slot)));
        }
    }

    @Test
    void whatIsSetForOneSlotWinsThere() {
        String first = SIZE.formatted(1);
        assertEquals("3", size(config(Map.of(first, "3"), Map.of()), first));
        Map<String, String> environment = Map.of("QUARKUS_DATASOURCE__REPLICA_1__JDBC_MAX_SIZE", "4");
        SmallRyeConfig config = config(Map.of(first, "3"), environment);
        assertEquals("4", size(config, first));
        assertEquals("7", size(config, SIZE.formatted(2)));
    }

    @Test
    void nothingElseHasIt() {
        SmallRyeConfig config = config(Map.of(), Map.of());
        for (String datasource : List.of("primary-reads", "replica-9", "other")) {
            assertEquals("50", size(config, "quarkus.datasource.\"" + datasource + "\".jdbc.max-size"));
        }
    }

    private static String size(SmallRyeConfig config, String name) {
        return config.getConfigValue(name).getValue();
    }

    /** Quarkus' own default for all datasources is the least of all sources. */
    private static SmallRyeConfig config(Map<String, String> file, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withInterceptors(new ReplicaDefaults())
                .withDefaultValue("quarkus.datasource.*.jdbc.max-size", "50")
                .withSources(
                        new PropertiesConfigSource(Map.of("each-replica.jdbc.max-size", "7"), "defaults", 250),
                        new PropertiesConfigSource(file, "file", 260),
                        new EnvConfigSource(environment, 300))
                .build();
    }
}
