package io.userservice.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracesOffTest {

    private static final Map<String, String> TO_COLLECTOR =
            Map.of("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317");

    @Test
    void tracesAreOffUntilSomebodySaysWhereTheyGo() {
        assertEquals("true", disabled(Map.of()));
        assertEquals("true", disabled(Map.of("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "")));
        assertEquals("false", disabled(TO_COLLECTOR));
        assertEquals("false", disabled(Map.of("QUARKUS_OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4317")));
    }

    @Test
    void whoSaysSoHimselfWins() {
        assertEquals(
                "true",
                disabled(Map.of(
                        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://collector:4317",
                        "QUARKUS_OTEL_SDK_DISABLED",
                        "true")));
        assertEquals("false", disabled(Map.of("QUARKUS_OTEL_SDK_DISABLED", "false")));
    }

    /** With the defaults that Quarkus has for all of them. */
    private static String disabled(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment, 300))
                .withSources(new TracesOff())
                .withDefaultValue("quarkus.otel.exporter.otlp.endpoint", "http://localhost:4317")
                .withDefaultValue("quarkus.otel.sdk.disabled", "false")
                .build()
                .getValue("quarkus.otel.sdk.disabled", String.class);
    }
}
