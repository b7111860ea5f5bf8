package io.userservice.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Refuses, with 400, a request of HTTP/1 whose Host header is given twice, or is no host (RFC 9112 section 3.2): what is in front
 * may have gone by the other one.
 */
@ApplicationScoped
class HostHeader {

    /** After the handler for failures, before all others. */
    private static final int FIRST = Integer.MIN_VALUE + 1;

    /**
     * The characters of a name or an IPv4 address, or an IPv6 address in brackets, and a port: RFC 3986 section 3.2. It may be
     * empty. Without groups that repeat, for each of which Java would need a place on the stack.
     */
    private static final Pattern HOST = Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[\\w.~!$&'()*+,;=%-]*)(?::\\d{0,5})?");

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::check);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2 || isGood(request.headers().getAll(HttpHeaders.HOST))) {
            context.next();
        } else {
            context.fail(400);
        }
    }

    private static boolean isGood(List<String> hosts) {
        return hosts.isEmpty()
                || (hosts.size() == 1 && HOST.matcher(hosts.get(0)).matches());
    }
}
