package io.userservice.problem;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.TreeMap;

/**
 * Leads who knows only the host to the rest: what {@code GET /} answers. Like the catalogue of problems it is no resource
 * class, and answers when no database does. Thread-safe.
 */
@ApplicationScoped
class ServiceLinks {

    private static final Map<String, String> PATHS =
            Map.of("users", "/users", "openapi", "/q/openapi", "problems", "/problems");

    void register(@Observes Router router) {
        router.route("/").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(ServiceLinks::show);
    }

    private static void show(RoutingContext request) {
        String prefix = ForwardedPrefix.of(request.request());
        Map<String, Object> links = new TreeMap<>(PATHS);
        links.replaceAll((name, path) -> prefix + path);
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                .end(new JsonObject(links).encode());
    }
}
