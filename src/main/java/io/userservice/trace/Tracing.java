package io.userservice.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The trace of the request that is running, if there are traces and this request is in one; else nothing happens, and
 * OpenTelemetry is not even made. Work of no request, such as probes, is in no trace. Thread-safe.
 */
@Singleton
public class Tracing {

    /** The server of a route. */
    public static final AttributeKey<String> SERVER = AttributeKey.stringKey("user_service.server");

    /** Why it is that one. */
    public static final AttributeKey<String> REASON = AttributeKey.stringKey("user_service.reason");

    /** What the client asked for, a level. */
    public static final AttributeKey<String> CONSISTENCY = AttributeKey.stringKey("user_service.consistency");

    private static final AttributeKey<String> WAITED_FOR = AttributeKey.stringKey("user_service.wait.for");
    private static final AttributeKey<Double> SECONDS = AttributeKey.doubleKey("user_service.wait.duration");
    private static final AttributeKey<Boolean> IN_TIME = AttributeKey.booleanKey("user_service.wait.in_time");

    private final boolean off;
    private final Instance<OpenTelemetry> telemetry;

    Tracing(@ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off, Instance<OpenTelemetry> telemetry) {
        this.off = off;
        this.telemetry = telemetry;
    }

    /** The span of the request that this thread works for; null if it is in no trace, or in one that nobody collects. */
    public @Nullable Span request() {
        if (off) {
            return null;
        }
        Span span = Span.current();
        return span.isRecording() ? span : null;
    }

    /** Notes in the span of the request, if it has one, what has happened just now. */
    public void happened(String event, Attributes what) {
        Span request = request();
        if (request != null) {
            request.addEvent(event, what);
        }
    }

    /** Notes there that a call has waited, for {@code position} or {@code place}, and whether it came in time. */
    public void waited(String what, String server, Duration time, boolean inTime) {
        if (!off) {
            happened(
                    "user_service.wait",
                    Attributes.of(WAITED_FOR, what, SERVER, server, SECONDS, time.toNanos() / 1e9, IN_TIME, inTime));
        }
    }

    /** A span below that of the request. */
    public SpanBuilder span(String name) {
        return telemetry.get().getTracer("user-service").spanBuilder(name);
    }
}
