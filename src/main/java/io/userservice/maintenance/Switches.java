package io.userservice.maintenance;

import io.quarkus.vertx.http.ManagementInterface;
import io.userservice.problem.Problem;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.routing.ReadOnlySwitch;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The switches of this instance, on the port for management: {@code PUT} switches on, {@code DELETE} off, {@code GET} tells.
 * They survive nothing: a restart has them as they are configured. Thread-safe.
 */
@ApplicationScoped
class Switches {

    private static final Logger log = Logger.getLogger(Switches.class);

    private static final String ALL = "/q/maintenance";
    private static final String READ_ONLY = ALL + "/read-only";
    private static final String DRAINED = ALL + "/drained/:replica";

    private final Servers servers;
    private final ReadOnlySwitch readOnly;
    private final Optional<String> token;
    private final boolean ownPort;

    Switches(
            Servers servers,
            ReadOnlySwitch readOnly,
            MaintenanceConfig config,
            @ConfigProperty(name = "quarkus.management.enabled", defaultValue = "false") boolean ownPort) {
        this.servers = servers;
        this.readOnly = readOnly;
        this.token = config.token();
        readOnly.set(config.readOnly());
        this.ownPort = ownPort;
    }

    void onManagementPort(@Observes ManagementInterface management) {
        register(management.router());
    }

    /** Dev mode and tests have one port. */
    void onTheOnlyPort(@Observes Router router) {
        if (!ownPort) {
            register(router);
        }
    }

    private void register(Router router) {
        if (token.isEmpty()) {
            return;
        }
        router.route(ALL + "*").handler(this::admit);
        router.get(ALL).handler(this::tell);
        onAndOff(router, READ_ONLY, this::switchReadOnly);
        onAndOff(router, DRAINED, this::switchDrained);
    }

    private static void onAndOff(Router router, String path, Consumer<RoutingContext> handler) {
        router.route(path).method(HttpMethod.PUT).method(HttpMethod.DELETE).handler(handler::accept);
    }

    private void admit(RoutingContext request) {
        String sent = String.valueOf(request.request().getHeader(HttpHeaders.AUTHORIZATION));
        byte[] expected = ("Bearer " + token.orElseThrow()).getBytes(StandardCharsets.UTF_8);
        if (MessageDigest.isEqual(expected, sent.getBytes(StandardCharsets.UTF_8))) {
            request.next();
        } else {
            request.response().putHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            refuse(request, 401, "Unauthorized", "Send Authorization: Bearer and user-service.maintenance.token");
        }
    }

    private void switchReadOnly(RoutingContext request) {
        boolean on = isOn(request);
        readOnly.set(on);
        log.warnf("read-only-%s by=maintenance", on ? "on" : "off");
        tell(request);
    }

    private void switchDrained(RoutingContext request) {
        String name = request.pathParam("replica");
        Server replica = servers.roster().named(name);
        if (replica == null) {
            refuse(request, 404, "Not Found", "There is no such replica; GET " + ALL + " names those there are");
            return;
        }
        boolean on = isOn(request);
        replica.drain(on);
        log.warnf("replica-%s server=%s by=maintenance", on ? "drained" : "undrained", replica);
        tell(request);
    }

    private static boolean isOn(RoutingContext request) {
        return request.request().method().equals(HttpMethod.PUT);
    }

    private void tell(RoutingContext request) {
        JsonObject drained = new JsonObject();
        servers.replicas().forEach(replica -> drained.put(replica.name(), replica.isDrained()));
        answer(
                request,
                MediaType.APPLICATION_JSON,
                new JsonObject().put("read-only", readOnly.isOn()).put("drained", drained));
    }

    private static void refuse(RoutingContext request, int status, String title, String detail) {
        request.response().setStatusCode(status);
        answer(
                request,
                Problem.MEDIA_TYPE.toString(),
                new JsonObject()
                        .put("type", "about:blank")
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail));
    }

    private static void answer(RoutingContext request, String type, JsonObject body) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.encode());
    }
}
