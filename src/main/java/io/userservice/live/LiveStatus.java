package io.userservice.live;

import io.agroal.api.AgroalDataSource;
import io.userservice.consistency.ReadConsistency;
import io.userservice.consistency.ReadConsistency.Level;
import io.userservice.replication.ReplicationConfig;
import io.userservice.replication.ReplicationStatus;
import io.userservice.replication.Role;
import io.userservice.replication.Server;
import io.userservice.replication.ServerChange;
import io.userservice.replication.ServerState;
import io.userservice.replication.ServerStatus;
import io.userservice.replication.Servers;
import io.userservice.replication.WalPosition;
import io.userservice.replication.roster.Placement;
import io.userservice.routing.ReadOnlySwitch;
import io.userservice.routing.RouteDecision;
import io.userservice.routing.Router;
import io.userservice.routing.report.RouteMetrics;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows, as JSON: no more than health and metrics tell, and nothing of users. Times are in ISO 8601, lags and
 * what is left of a ban in seconds, calls are counted since the start. Asks no server anything. Thread-safe.
 */
@ApplicationScoped
class LiveStatus {

    private static final Duration BOUND = Duration.ofSeconds(1);

    private final Servers servers;
    private final Router router;
    private final RouteMetrics routes;
    private final RecentChanges changes;
    private final ReadOnlySwitch readOnly;
    private final Duration recovery;
    private final InstantSource clock;

    LiveStatus(
            Servers servers,
            Router router,
            RouteMetrics routes,
            RecentChanges changes,
            ReadOnlySwitch readOnly,
            ReplicationConfig config,
            InstantSource clock) {
        this.servers = servers;
        this.router = router;
        this.routes = routes;
        this.changes = changes;
        this.readOnly = readOnly;
        this.recovery = config.recovery();
        this.clock = clock;
    }

    JsonObject now() {
        Instant now = clock.instant();
        return new JsonObject()
                .put("at", now.toString())
                .put("readOnly", readOnly.isOn())
                .put("servers", array(servers.all().map(server -> server(server, now))))
                .put("routes", routes())
                .put("reads", reads())
                .put("changes", array(changes.newestFirst().stream().map(LiveStatus::change)));
    }

    private JsonObject server(Server server, Instant now) {
        ServerStatus status = server.status();
        ReplicationStatus last = status.last();
        boolean replica = server.role() == Role.REPLICA;
        return new JsonObject()
                .put("name", server.name())
                .put("address", server.address())
                .put("role", server.role().toString())
                .put("state", status.state().toString())
                .put("inUse", status.isInUse())
                .put("why", status.reason())
                .put("since", status.since().toString())
                .put("leftAlone", leftAlone(status, now))
                .put("drained", server.isDrained())
                .put("placed", placed(server.placement()))
                .put(
                        "lag",
                        replica && status.lag().isKnown() ? seconds(status.lag().time()) : null)
                .put("lagBytes", replica ? status.lag().bytes() : null)
                .put("position", last == null ? null : last.position().toString())
                .put("share", replica && server.isInUse() ? status.share(now, recovery) : null)
                .put("pools", pools(server));
    }

    /** In words; nothing where nobody has said anything. */
    private static String placed(Placement placement) {
        return Stream.of(
                        placement.zone().map(zone -> "zone " + zone).orElse(""),
                        placement.group().isEmpty() ? "" : "group " + placement.group(),
                        placement.weight() == 1 ? "" : "weight " + placement.weight())
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static @Nullable Double leftAlone(ServerStatus status, Instant now) {
        boolean alone = status.state() == ServerState.BANNED
                || status.state() == ServerState.FULL
                || status.state() == ServerState.FAILING;
        return alone && now.isBefore(status.bannedUntil())
                ? seconds(Duration.between(now, status.bannedUntil()))
                : null;
    }

    private JsonArray pools(Server server) {
        JsonArray pools = new JsonArray().add(pool("reads", server.readPool()));
        return server.role() == Role.PRIMARY ? pools.add(pool("writes", servers.writePool())) : pools;
    }

    /** The pool counts only while its metrics are on: that is two additions for each connection that is taken. */
    private static JsonObject pool(String use, AgroalDataSource pool) {
        if (!pool.getConfiguration().metricsEnabled()) {
            pool.getConfiguration().setMetricsEnabled(true);
        }
        return new JsonObject()
                .put("for", use)
                .put("used", Math.max(0, pool.getMetrics().activeCount()))
                .put("waiting", pool.getMetrics().awaitingCount())
                .put(
                        "size",
                        pool.getConfiguration().connectionPoolConfiguration().maxSize());
    }

    private JsonArray routes() {
        JsonArray all = new JsonArray();
        routes.counts()
                .forEach((route, count) -> all.add(new JsonObject()
                        .put("server", route.server().name())
                        .put("reason", route.reason().toString())
                        .put("words", ReasonWords.of(route.reason()))
                        .put("fallback", route.reason().isFallback())
                        .put("count", count)));
        return all;
    }

    /** What a read would do now that has not failed yet. */
    private JsonArray reads() {
        WalPosition written = servers.written();
        JsonArray reads = new JsonArray().add(read("no token", ReadConsistency.DEFAULT));
        if (written != null) {
            reads.add(read("the token of the last write", new ReadConsistency(Level.SESSION, written, Duration.ZERO)));
        }
        return reads.add(read("bounded;max-staleness=1", new ReadConsistency(Level.BOUNDED, null, BOUND)))
                .add(read("eventual", new ReadConsistency(Level.EVENTUAL, null, Duration.ZERO)))
                .add(read("strong", new ReadConsistency(Level.STRONG, null, Duration.ZERO)));
    }

    private JsonObject read(String asks, ReadConsistency wanted) {
        RouteDecision decision = router.preview(wanted);
        List<String> among = decision.names();
        return new JsonObject()
                .put("asks", asks)
                .put("among", new JsonArray(among.isEmpty() ? List.of(Server.PRIMARY) : among))
                .put("waits", decision.where() == RouteDecision.Where.REPLICA_ONCE_REACHED)
                .put("reason", decision.reason().toString())
                .put("words", ReasonWords.of(decision.reason()));
    }

    private static JsonObject change(ServerChange change) {
        return new JsonObject()
                .put("at", change.after().since().toString())
                .put("server", change.server())
                .put("was", change.before().state().toString())
                .put("is", change.after().state().toString())
                .put("why", change.after().reason());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private static JsonArray array(Stream<JsonObject> all) {
        JsonArray array = new JsonArray();
        all.forEach(array::add);
        return array;
    }
}
