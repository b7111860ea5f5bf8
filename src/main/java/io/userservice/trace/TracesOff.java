package io.userservice.trace;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Switches OpenTelemetry off unless somebody has said where traces go: Quarkus would send them to {@code localhost:4317}.
 * {@code quarkus.otel.sdk.disabled}, wherever it is set, wins.
 */
public final class TracesOff implements ConfigSourceFactory {

    /** Below everything else that configures, above Quarkus' defaults. */
    private static final int ORDINAL = 50;

    /** The second one defaults to the first. */
    private static final List<String> ENDPOINTS =
            List.of("quarkus.otel.exporter.otlp.endpoint", "quarkus.otel.exporter.otlp.traces.endpoint");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean configured = ENDPOINTS.stream()
                .map(context::getValue)
                .flatMap(Stream::ofNullable)
                .anyMatch(TracesOff::isSaid);
        Map<String, String> defaults = Map.of("quarkus.otel.sdk.disabled", Boolean.toString(!configured));
        return List.of(new PropertiesConfigSource(defaults, "no traces without an endpoint", ORDINAL));
    }

    /** Quarkus' own defaults are values too, of the lowest ordinals. */
    private static boolean isSaid(ConfigValue endpoint) {
        return endpoint.getConfigSourceOrdinal() > 0
                && endpoint.getValue() != null
                && !endpoint.getValue().isBlank();
    }
}
