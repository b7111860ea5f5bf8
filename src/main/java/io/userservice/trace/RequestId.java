package io.userservice.trace;

import io.quarkus.vertx.core.runtime.VertxMDC;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What names a request in its log lines and problems: the id of the trace that its client sent along, else one of the same
 * form that is made. Only when somebody asks for it: most requests are neither logged nor refused. Thread-safe.
 */
public final class RequestId {

    /** Its name in log lines and problems. OpenTelemetry's trace has the same one there, and where there is one, it is the id. */
    public static final String NAME = "traceId";

    private static final String KEY = RequestId.class.getName();

    private final HttpServerRequest request;
    private final Context context;
    private @Nullable String text;

    private RequestId(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
    }

    /** The first handler of every request: from here on it has an id. */
    public static void begin(RoutingContext routing) {
        if (routing.request() instanceof HttpServerRequestInternal request) {
            begin(request);
        }
        routing.next();
    }

    private static void begin(HttpServerRequestInternal request) {
        request.context().putLocal(KEY, new RequestId(request, request.context()));
    }

    /** That of a request, 32 hexadecimal digits. One that no handler is for, such as that of {@code *}, begins here. */
    public static @Nullable String of(HttpServerRequest request) {
        if (!(request instanceof HttpServerRequestInternal internal)) {
            return null;
        }
        if (in(internal.context()) == null) {
            begin(internal);
        }
        return in(internal.context());
    }

    /** That of the request for which this thread works; null if it works for none. */
    static @Nullable String current() {
        ContextInternal context = ContextInternal.current();
        // Others than those of requests are shared, and Quarkus lets nobody look for something in them.
        return context != null && context.isDuplicate() ? in(context) : null;
    }

    private static @Nullable String in(Context context) {
        return context.getLocal(KEY) instanceof RequestId id ? id.text() : null;
    }

    private synchronized String text() {
        if (text == null) {
            String traced = VertxMDC.INSTANCE.get(NAME, context);
            String sent = traced != null
                    ? traced
                    : TraceParent.traceId(request.headers().getAll(TraceParent.HEADER));
            text = sent != null ? sent : made(ThreadLocalRandom.current());
        }
        return text;
    }

    private static String made(RandomGenerator random) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
