package io.userservice.trace;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Traces, which {@link CollectedSpans} keeps; JSON in a file; and the threads that every Java has. */
public final class TracedOnWorkers implements QuarkusTestProfile {

    static final String FILE = "target/request-id.json";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.otel.exporter.otlp.endpoint", "http://localhost:4317",
                "quarkus.otel.traces.exporter", "none",
                "quarkus.log.file.enabled", "true",
                "quarkus.log.file.path", FILE,
                "quarkus.log.file.json.enabled", "true",
                "quarkus.virtual-threads.enabled", "false");
    }
}
