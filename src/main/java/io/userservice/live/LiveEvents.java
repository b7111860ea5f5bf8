package io.userservice.live;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends a {@link LiveStatus} each second to all that listen, as server-sent events (the HTML standard, section 9.2). It is made
 * once for all of them, and not at all while nobody listens. Thread-safe.
 */
@ApplicationScoped
class LiveEvents {

    private static final int MOST_LISTENERS = 20;
    private static final long EVERY_MILLIS = 1000;

    private final Vertx vertx;
    private final LiveStatus status;
    private final Instance<DevServers> devServers;
    private final Map<HttpServerResponse, Context> listeners = new ConcurrentHashMap<>();
    private long timer = -1;
    private boolean closed;

    LiveEvents(Vertx vertx, LiveStatus status, Instance<DevServers> devServers) {
        this.vertx = vertx;
        this.status = status;
        this.devServers = devServers;
    }

    /** Answers with events until the client leaves, or with 503 if too many listen. */
    void listen(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (!admit(response)) {
            response.setStatusCode(503)
                    .putHeader(HttpHeaders.RETRY_AFTER, "10")
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                    .end(MOST_LISTENERS + " pages are open already, or the service stops");
            return;
        }
        request.addEndHandler(left -> leave(response));
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .write("retry: 1000\n\n");
        send();
    }

    /** Sends how it is now, without waiting for the second to be over. */
    void send() {
        if (!listeners.isEmpty()) {
            String event = event();
            listeners.forEach((listener, context) -> context.runOnContext(turn -> write(listener, event)));
        }
    }

    /** From memory, and in dev mode from three small files: no work for another thread. */
    private String event() {
        JsonObject now = status.now();
        if (devServers.isResolvable()) {
            now.put("processes", devServers.get().all());
        }
        return "data: " + now.encode() + "\n\n";
    }

    /** Who does not read fast enough misses one. */
    private static void write(HttpServerResponse listener, String event) {
        if (!listener.ended() && !listener.closed() && !listener.writeQueueFull()) {
            listener.write(event);
        }
    }

    private synchronized boolean admit(HttpServerResponse response) {
        if (closed || listeners.size() >= MOST_LISTENERS) {
            return false;
        }
        listeners.put(response, vertx.getOrCreateContext());
        if (timer < 0) {
            timer = vertx.setPeriodic(EVERY_MILLIS, second -> send());
        }
        return true;
    }

    private synchronized void leave(HttpServerResponse response) {
        listeners.remove(response);
        if (listeners.isEmpty() && timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    /** Or a stop would wait for listeners, who never end by themselves. */
    void stopping(@Observes ShutdownDelayInitiatedEvent event) {
        close();
    }

    void stop(@Observes ShutdownEvent event) {
        close();
    }

    private synchronized void close() {
        closed = true;
        listeners.forEach((listener, context) -> context.runOnContext(turn -> {
            if (!listener.ended() && !listener.closed()) {
                listener.end();
            }
        }));
    }
}
