package io.userservice.consistency;

import io.userservice.consistency.ReadConsistency.Level;
import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.userservice.replication.WalPosition;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Consistency} and {@code Consistency-Token} from a request, and puts the token that covers its answer into
 * the response. With {@code user-service.consistency.cookie} the token travels in a cookie too.
 */
// @ApplicationScoped for its client proxy: REST filters are made at build time, before run-time configuration exists.
@ApplicationScoped
class ConsistencyHeaders {

    static final String TOKEN = "Consistency-Token";
    static final String LEVEL = "Consistency";
    static final String COOKIE = "consistency-token";

    private static final Pattern BOUNDED = Pattern.compile("bounded\\s*;\\s*max-staleness=(\\d{1,9}(?:\\.\\d{1,3})?)");

    private final ClientSession client;
    private final ConsistencyConfig config;
    private final ConsistencyMetrics metrics;

    ConsistencyHeaders(ClientSession client, ConsistencyConfig config, ConsistencyMetrics metrics) {
        this.client = client;
        this.config = config;
        this.metrics = metrics;
    }

    @ServerRequestFilter
    void read(ContainerRequestContext request, HttpServerRequest raw) {
        WalPosition sent = token(request, raw);
        WalPosition token =
                cursor(request, raw).map(shown -> latest(shown, sent)).orElse(sent);
        List<String> levels = raw.headers().getAll(LEVEL);
        if (levels.size() > 1) {
            throw malformed(LEVEL, "it may be given once");
        }
        if (token != null || !levels.isEmpty()) {
            client.want(freshness(levels.isEmpty() ? "session" : levels.get(0).strip(), token));
        }
    }

    @ServerResponseFilter
    void write(ContainerRequestContext request, ContainerResponseContext response) {
        WalPosition covers = client.shown();
        if (covers != null) {
            String token = ConsistencyToken.encode(covers);
            response.getHeaders().putSingle(TOKEN, token);
            if (config.cookie()) {
                response.getHeaders().add(HttpHeaders.SET_COOKIE, cookie(token, NewCookie.DEFAULT_MAX_AGE));
            }
        } else if (client.isCookieRefused()) {
            response.getHeaders().add(HttpHeaders.SET_COOKIE, cookie("", 0));
        }
    }

    /** Only if there is a query: most requests have none. */
    private static Optional<WalPosition> cursor(ContainerRequestContext request, HttpServerRequest raw) {
        return raw.query() == null
                ? Optional.empty()
                : PageToken.latest(
                        request.getUriInfo().getQueryParameters().getOrDefault(PageToken.PARAMETER, List.of()));
    }

    private @Nullable WalPosition token(ContainerRequestContext request, HttpServerRequest raw) {
        List<String> headers = raw.headers().getAll(TOKEN);
        if (!headers.isEmpty()) {
            try {
                return latest(headers);
            } catch (IllegalArgumentException e) {
                metrics.tokenMalformed();
                throw malformed(TOKEN, "send one that you were given, as it was");
            }
        }
        Cookie cookie = config.cookie() ? request.getCookies().get(COOKIE) : null;
        return cookie == null ? null : token(cookie);
    }

    /** A browser sends a cookie that is of no use for ever, and its user can do nothing about it: no reason for an error. */
    private @Nullable WalPosition token(Cookie cookie) {
        try {
            WalPosition token = ConsistencyToken.decode(cookie.getValue());
            client.tokenCameInCookie();
            return token;
        } catch (IllegalArgumentException e) {
            metrics.tokenMalformed();
            client.refuseCookie();
            return null;
        }
    }

    /** A client that cannot tell which of its tokens is the latest may send them all (RFC 9110, section 5.3). */
    private static WalPosition latest(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Pattern.compile(",").splitAsStream(header))
                .map(token -> ConsistencyToken.decode(token.strip()))
                .reduce(ConsistencyHeaders::latest)
                .orElseThrow(() -> new IllegalArgumentException("empty"));
    }

    private static WalPosition latest(WalPosition a, @Nullable WalPosition b) {
        return b != null && b.isAfter(a) ? b : a;
    }

    private ReadConsistency freshness(String level, @Nullable WalPosition token) {
        Matcher bounded = BOUNDED.matcher(level);
        if (bounded.matches()) {
            long millis = new BigDecimal(bounded.group(1)).movePointRight(3).longValueExact();
            return new ReadConsistency(Level.BOUNDED, token, Duration.ofMillis(millis));
        }
        return switch (level) {
            case "eventual" -> new ReadConsistency(Level.EVENTUAL, token, Duration.ZERO);
            case "session" -> new ReadConsistency(Level.SESSION, token, Duration.ZERO);
            case "strong" -> strong(token);
            default -> throw malformed(LEVEL, "use eventual, session, strong or bounded;max-staleness=<seconds>");
        };
    }

    private ReadConsistency strong(@Nullable WalPosition token) {
        if (!config.strong()) {
            throw new Problem(
                    ProblemType.STRONG_READS_OFF,
                    "Send the Consistency-Token of your last write instead: you will see it");
        }
        return new ReadConsistency(Level.STRONG, token, Duration.ZERO);
    }

    private static Problem malformed(String header, String advice) {
        return new Problem(
                header.equals(TOKEN) ? ProblemType.CONSISTENCY_TOKEN : ProblemType.CONSISTENCY, header + ": " + advice);
    }

    private static NewCookie cookie(String token, int maxAge) {
        return new NewCookie.Builder(COOKIE)
                .value(token)
                .path("/")
                .maxAge(maxAge)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
