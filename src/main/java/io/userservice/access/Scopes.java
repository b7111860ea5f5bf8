package io.userservice.access;

import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.security.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request pass whose token has the scope that the resource method needs, see {@link AccessScope}. Refusals follow RFC
 * 6750 section 3.
 *
 * <p>It runs after the resource method has been found, so that no spelling of a path gets around it.
 */
@Singleton
class Scopes {

    private static final Logger log = Logger.getLogger(Scopes.class);

    private static final String SCHEME = "Bearer ";

    private final Access access;
    private final JWTParser tokens;
    private final ResourceScopes.Names names;

    Scopes(Access access, JWTParser tokens, ResourceScopes.Names names) {
        this.access = access;
        this.tokens = tokens;
        this.names = names;
    }

    // Before all else that reads headers; not on the event loop, because it may fetch keys.
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    void check(ContainerRequestContext request, HttpServerRequest connection, SimpleResourceInfo resource) {
        if (access.isOpen()) {
            request.setSecurityContext(new Caller(null, connection));
            return;
        }
        String needed = names.needed(resource.getResourceClass(), request.getMethod());
        JsonWebToken token = token(request.getHeaders().getOrDefault(HttpHeaders.AUTHORIZATION, List.of()));
        if (!granted(token).contains(needed)) {
            throw refusal(
                    ProblemType.INSUFFICIENT_SCOPE,
                    "This needs a token with the scope " + needed,
                    "Bearer error=\"insufficient_scope\", scope=\"" + needed + "\"");
        }
        request.setSecurityContext(new Caller(token, connection));
    }

    /**
     * Whose request it is: the token's {@code sub}, which its issuer gives nobody else (RFC 7519 section 4.1.2). Set for
     * everyone, or a resource that asks would have a token verified where nobody asks for one.
     */
    private record Caller(@Nullable JsonWebToken token, HttpServerRequest connection) implements SecurityContext {
        @Override
        public @Nullable Principal getUserPrincipal() {
            return token == null ? null : token::getSubject;
        }

        @Override
        public boolean isUserInRole(String role) {
            return token != null && granted(token).contains(role);
        }

        /** Not by the request's URI: there is none without a Host header, which HTTP/1.0 does not ask for. */
        @Override
        public boolean isSecure() {
            return connection.isSSL();
        }

        @Override
        public @Nullable String getAuthenticationScheme() {
            return token == null ? null : "Bearer";
        }
    }

    /** The scopes in a token: {@code scope}, separated by spaces (RFC 9068 section 2.2.3), and {@code scp}, that or a list. */
    static Set<String> granted(JsonWebToken token) {
        return Stream.of("scope", "scp")
                .flatMap(name -> words(token.getClaim(name)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> words(Object claim) {
        if (claim instanceof String text) {
            return Stream.of(text.split(" "));
        }
        if (claim instanceof JsonString text) {
            return Stream.of(text.getString().split(" "));
        }
        if (claim instanceof JsonArray list) {
            return list.stream().filter(JsonString.class::isInstance).map(text -> ((JsonString) text).getString());
        }
        if (claim instanceof Collection<?> list) {
            return list.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        return Stream.empty();
    }

    private JsonWebToken token(List<String> headers) {
        if (headers.size() > 1) {
            throw invalid("Authorization may be given once");
        }
        String header = headers.isEmpty() ? "" : headers.get(0).strip();
        // The scheme is case-insensitive, RFC 9110 section 11.1.
        if (!(header + " ").regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw refusal(ProblemType.NO_TOKEN, "Send the header Authorization: Bearer <token>", "Bearer");
        }
        if (header.length() <= SCHEME.length()) {
            throw invalid("There is no token in Authorization");
        }
        try {
            return tokens.parse(header.substring(SCHEME.length()).strip());
        } catch (ParseException e) {
            log.debug("A token was refused", e);
            throw because(e);
        }
    }

    private static Problem because(ParseException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return new Problem(
                        ProblemType.KEYS_UNAVAILABLE,
                        "The identity provider does not give the keys that tokens are verified with");
            }
            if (cause instanceof InvalidJwtException invalid && invalid.hasExpired()) {
                return invalid("The token has expired");
            }
        }
        return invalid(
                "The token is malformed, not yet valid, for another service, or not signed by whom this one trusts");
    }

    private static Problem invalid(String detail) {
        return refusal(ProblemType.INVALID_TOKEN, detail, "Bearer error=\"invalid_token\"");
    }

    private static Problem refusal(ProblemType type, String detail, String challenge) {
        return new Problem(type, detail).header(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
}
