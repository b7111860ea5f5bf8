package io.userservice.problem;

import io.quarkus.vertx.http.runtime.ForwardedInfo;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * The part of the path that a gateway in front has taken off, {@code X-Forwarded-Prefix}: the paths that answers tell begin
 * with it, or they would lead past the gateway. Only if Quarkus is told to believe that header, and whom.
 */
class ForwardedPrefix {

    /** Segments that are not empty: {@code //evil.example} would be another host, RFC 3986 section 4.2. */
    private static final Pattern PREFIX = Pattern.compile("(?:/[\\w.~!$&'()*+,;=:@%-]+)+");

    /** What was in front of the path of the request; empty if nothing was. */
    static String of(HttpServerRequest request) {
        ForwardedInfo believed = request instanceof HttpServerRequestInternal internal
                ? internal.context().getLocal(ForwardedInfo.CONTEXT_KEY)
                : null;
        return believed == null ? "" : clean(believed.getPrefix());
    }

    /** Without a slash at its end; empty if it is no path. */
    static String clean(@Nullable String given) {
        if (given == null) {
            return "";
        }
        String path = given.strip();
        String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return PREFIX.matcher(prefix).matches() ? prefix : "";
    }

    /** The headers that lead somewhere; problems do it themselves. */
    @ServerResponseFilter
    void lead(HttpServerRequest request, ContainerResponseContext response) {
        Object location = response.getHeaders().getFirst(HttpHeaders.LOCATION);
        Object link = response.getHeaders().getFirst(HttpHeaders.LINK);
        if (location != null && location.toString().startsWith("/")) {
            response.getHeaders().putSingle(HttpHeaders.LOCATION, of(request) + location);
        }
        if (link != null && link.toString().startsWith("</")) {
            response.getHeaders()
                    .putSingle(
                            HttpHeaders.LINK,
                            "<" + of(request) + link.toString().substring(1));
        }
    }
}
