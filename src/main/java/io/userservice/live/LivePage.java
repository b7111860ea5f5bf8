package io.userservice.live;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.ManagementInterface;
import io.userservice.problem.Problem;
import io.userservice.start.Refusals;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The page at {@code /q/servers}: with the management interface, so in production, on its port, which is not for the public; in
 * dev mode, which has none, beside the API, and at {@code /} for browsers. Without {@code user-service.live.enabled} there is
 * nothing of it.
 */
@ApplicationScoped
class LivePage {

    private static final String ROOT = "/q/servers";
    private static final String HTML = "text/html";
    private static final Map<String, String> TYPES = Map.of(
            "page.css", "text/css",
            "icon.svg", "image/svg+xml",
            "page.js", "text/javascript",
            "dom.js", "text/javascript",
            "servers.js", "text/javascript",
            "routes.js", "text/javascript",
            "processes.js", "text/javascript",
            "client.js", "text/javascript");

    /** The page loads what is its own, from where it comes from, and nothing else; nothing may frame it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Before what {@code /} answers to who is no browser. */
    private static final int BEFORE_LINKS = -1;

    private final boolean enabled;
    private final boolean managed;
    private final LiveEvents events;
    private final Instance<DevServers> devServers;

    LivePage(
            LiveConfig config,
            @ConfigProperty(name = "quarkus.management.enabled", defaultValue = "false") boolean managed,
            LiveEvents events,
            Instance<DevServers> devServers) {
        this.enabled = config.enabled();
        this.managed = managed;
        this.events = events;
        this.devServers = devServers;
    }

    void onManagementPort(@Observes ManagementInterface management) {
        if (enabled) {
            serve(management.router());
        }
    }

    void judge(@Observes Refusals refusals) {
        if (enabled && !managed && LaunchMode.current() == LaunchMode.NORMAL) {
            refusals.add(
                    "USER_SERVICE_LIVE_ENABLED=true (user-service.live.enabled) shows the servers on the management port,"
                            + " and this build has none: write false");
        }
    }

    void onPublicPort(@Observes Router router) {
        if (!enabled || managed) {
            return;
        }
        serve(router);
        Buffer page = Buffer.buffer(read("page.html").toString().replace("\"servers/", "\"q/servers/"));
        router.get("/").order(BEFORE_LINKS).handler(request -> {
            request.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
            if (isBrowser(request)) {
                show(request, HTML, page);
            } else {
                request.next();
            }
        });
        router.post(ROOT + "/:server/:action")
                .handler(LivePage::refuseOtherPages)
                .blockingHandler(this::act, false);
    }

    private void serve(Router router) {
        get(router, ROOT, HTML, read("page.html"));
        TYPES.forEach((name, type) -> get(router, ROOT + "/" + name, type, read(name)));
        router.get(ROOT + "/events").handler(events::listen);
    }

    private static void get(Router router, String path, String type, Buffer content) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(request -> show(request, type, content));
    }

    private static void show(RoutingContext request, String type, Buffer content) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type + ";charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .end(content);
    }

    /** They say that they want HTML; others take anything. */
    private static boolean isBrowser(RoutingContext request) {
        return request.parsedHeaders().accept().stream().map(MIMEHeader::value).anyMatch(HTML::equalsIgnoreCase);
    }

    /** A page from elsewhere can send a POST to a developer's machine; browsers say where it is from. */
    private static void refuseOtherPages(RoutingContext request) {
        String origin = request.request().getHeader("Origin");
        String host = String.valueOf(request.request().getHeader(HttpHeaders.HOST));
        if (origin == null || host.toLowerCase(Locale.ROOT).equals(authority(origin))) {
            request.next();
        } else {
            request.fail(Problem.of(Status.FORBIDDEN, "Only the page of this very server may do that"));
        }
    }

    private static @Nullable String authority(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? null : authority.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void act(RoutingContext request) {
        try {
            devServers.get().act(request.pathParam("server"), request.pathParam("action"));
            request.response().setStatusCode(Status.NO_CONTENT.getStatusCode()).end();
        } catch (Problem problem) {
            request.fail(problem);
        }
        events.send();
    }

    private static Buffer read(String name) {
        try (InputStream file = LivePage.class.getResourceAsStream("/live/" + name)) {
            if (file == null) {
                throw new IllegalStateException("There is no live/" + name);
            }
            return Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
