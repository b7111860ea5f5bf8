package io.userservice.user;

import io.userservice.http.parameter.QueryParameters;
import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What holds for every request about users, and for every answer. */
class UserFilters {

    /** Only the list takes query parameters, and checks them itself. */
    @ServerRequestFilter
    void refuseParameters(ContainerRequestContext request, HttpServerRequest raw) {
        if (raw.query() == null) {
            return;
        }
        UriInfo uri = request.getUriInfo();
        boolean read = Set.of(HttpMethod.GET, HttpMethod.HEAD).contains(request.getMethod());
        if (!uri.getPath().startsWith("/users") || (read && uri.getPath().equals("/users"))) {
            return;
        }
        List<Violation> violations = new ArrayList<>();
        new QueryParameters(uri.getQueryParameters(), Set.of(), violations);
        if (!violations.isEmpty()) {
            throw Problem.invalid(violations);
        }
    }

    /** An answer that says nothing of caching is not stored: it holds personal data (RFC 9111 section 5.2.2.5). */
    @ServerResponseFilter
    void storeNothing(ContainerResponseContext response) {
        response.getHeaders().computeIfAbsent(HttpHeaders.CACHE_CONTROL, none -> new ArrayList<>(Set.of("no-store")));
    }
}
