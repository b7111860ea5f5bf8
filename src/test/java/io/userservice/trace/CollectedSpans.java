package io.userservice.trace;

import static io.userservice.Patience.await;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All spans that have ended, in the place of an exporter. Where traces are off, nobody uses it. Thread-safe. */
@Singleton
class CollectedSpans implements SpanProcessor {

    private final List<SpanData> ended = new CopyOnWriteArrayList<>();

    List<SpanData> all() {
        return List.copyOf(ended);
    }

    /** Those of a trace, once that of its request has ended: a moment after the answer. */
    List<SpanData> of(String traceId) {
        return await("the request's span")
                .until(
                        () -> ended.stream()
                                .filter(span -> span.getTraceId().equals(traceId))
                                .toList(),
                        spans -> spans.stream().anyMatch(span -> span.getKind() == SpanKind.SERVER));
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        ended.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
