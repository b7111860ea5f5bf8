package io.userservice.routing.span;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.userservice.consistency.ReadConsistency;
import io.userservice.replication.Server;
import io.userservice.replication.discovery.ReplicaGone;
import io.userservice.routing.Route;
import io.userservice.trace.Tracing;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Shows routes in the trace of a request, if it is in one. Thread-safe. */
@Singleton
public class RouteSpans {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.namespace");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final String POSTGRESQL = "postgresql";

    private final Tracing tracing;
    private final Map<Route, Attributes> known = new ConcurrentHashMap<>();

    RouteSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    /** A call begins on a route: a span of its own, and what the span of the request says of it from now on. */
    public RouteSpan begin(Route route, ReadConsistency wanted) {
        Span request = tracing.request();
        if (request == null) {
            return RouteSpan.NONE;
        }
        String level = wanted.level().name().toLowerCase(Locale.ROOT);
        Attributes attributes = known.computeIfAbsent(route, RouteSpans::attributes);
        request.setAttribute(Tracing.SERVER, route.server().name())
                .setAttribute(Tracing.REASON, route.reason().toString())
                .setAttribute(Tracing.CONSISTENCY, level);
        String database = attributes.get(DATABASE);
        return new RouteSpan(tracing.span(database == null ? POSTGRESQL : database)
                .setSpanKind(SpanKind.CLIENT)
                .setAllAttributes(attributes)
                .setAttribute(Tracing.CONSISTENCY, level)
                .startSpan());
    }

    /** An attempt failed on a route, for a reason of the database. */
    public void attemptFailed(Route route, Throwable failure) {
        String type = RouteSpan.errorType(failure);
        if (type != null) {
            tracing.happened(
                    "user_service.attempt_failed",
                    Attributes.of(
                            Tracing.SERVER,
                            route.server().name(),
                            Tracing.REASON,
                            route.reason().toString(),
                            RouteSpan.ERROR,
                            type));
        }
    }

    /** A replica is gone: no call will be on a route to it. */
    void forget(@Observes ReplicaGone gone) {
        known.keySet().removeIf(route -> route.server() == gone.replica());
    }

    private static Attributes attributes(Route route) {
        Server server = route.server();
        AttributesBuilder attributes = Attributes.builder()
                .put(SYSTEM, POSTGRESQL)
                .put(Tracing.SERVER, server.name())
                .put(Tracing.REASON, route.reason().toString());
        String database = database(server);
        if (database != null) {
            attributes.put(DATABASE, database);
        }
        String address = server.address();
        int colon = address.lastIndexOf(':');
        if (colon > 0 && address.matches("[^,]*:\\d+")) {
            attributes.put(ADDRESS, address.substring(0, colon)).put(PORT, Long.valueOf(address.substring(colon + 1)));
        } else {
            attributes.put(ADDRESS, address); // several hosts, or PostgreSQL's own port, which goes without saying
        }
        return attributes.build();
    }

    private static @Nullable String database(Server server) {
        Properties url = Driver.parseURL(
                server.readPool()
                        .getConfiguration()
                        .connectionPoolConfiguration()
                        .connectionFactoryConfiguration()
                        .jdbcUrl(),
                null);
        return url == null ? null : PGProperty.PG_DBNAME.getOrDefault(url);
    }
}
