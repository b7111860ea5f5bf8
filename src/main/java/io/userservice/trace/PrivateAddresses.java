package io.userservice.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Keeps personal data out of traces: a query may hold an e-mail address and its cursors do, a path may where a client put one,
 * and the address of a client is one of a person. Thread-safe.
 */
@Singleton
class PrivateAddresses implements SpanProcessor {

    /** As the semantic conventions for {@code url.query} say it. */
    private static final String REDACTED = "REDACTED";

    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
    private static final Pattern ADDRESS = Pattern.compile("[^/]*(?:@|%40)[^/]*");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        String path = span.getAttribute(PATH);
        if (path != null) {
            span.setAttribute(PATH, ADDRESS.matcher(path).replaceAll(REDACTED));
        }
        redact(span, QUERY);
        redact(span, CLIENT);
    }

    private static void redact(ReadWriteSpan span, AttributeKey<String> key) {
        if (span.getAttribute(key) != null) {
            span.setAttribute(key, REDACTED);
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
