package io.userservice.http;

import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What Quarkus' filter for CORS (the Fetch standard, section 3.3) leaves out: a refusal says why, in a {@link
 * io.userservice.problem.Problem}, and every answer says {@code Vary: Origin}, or a cache would give a page of one origin
 * what was let in for another. Without CORS it does nothing.
 */
@ApplicationScoped
class CrossOrigin {

    /** Just before the filter, which answers refusals itself, without a body. */
    private static final int BEFORE_FILTER = -SecurityHandlerPriorities.CORS - 1;

    private static final String ORIGIN = "Origin";

    private final boolean enabled;
    private final Origins origins;
    private final List<String> methods;

    CrossOrigin(
            @ConfigProperty(name = "quarkus.http.cors.enabled", defaultValue = "false") boolean enabled,
            @ConfigProperty(name = "quarkus.http.cors.origins") Optional<List<String>> origins,
            @ConfigProperty(name = "quarkus.http.cors.methods") Optional<List<String>> methods) {
        this.enabled = enabled;
        this.origins =
                Origins.of(origins.orElse(List.of()).stream().map(String::strip).toList());
        this.methods = methods.orElse(List.of()).stream().map(String::strip).toList();
    }

    void register(@Observes Router router) {
        if (enabled) {
            router.route().order(BEFORE_FILTER).handler(this::check);
        }
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        context.response().putHeader(HttpHeaders.VARY, ORIGIN);
        String origin = request.getHeader(ORIGIN);
        if (origin == null) {
            context.next();
        } else if (origins.has(origin)) {
            if (isPreflight(request) || isAllowed(request.method().name())) {
                context.next();
            } else {
                context.fail(403);
            }
        } else if (Origins.isSame(origin, request.scheme(), request.authority())) {
            // Nothing to decide. The filter would compare again, by a URI that HTTP/1.0 need not make.
            request.headers().remove(ORIGIN);
            context.next();
        } else {
            context.fail(403);
        }
    }

    private boolean isAllowed(String method) {
        return methods.isEmpty() || methods.equals(List.of("*")) || methods.contains(method);
    }

    /** It asks for another method than its own; the filter answers with those that there are. */
    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && (request.headers().contains("Access-Control-Request-Method")
                        || request.headers().contains("Access-Control-Request-Headers"));
    }
}
