package io.userservice.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;

/**
 * Says in {@code Allow} which methods the path has, with 405 (RFC 9110 section 15.5.6 demands it) and for OPTIONS.
 *
 * <p>Quarkus REST leaves it out of 405, and lists the methods of the whole class, whatever their paths, for OPTIONS.
 */
class AllowHeader {

    @ServerResponseFilter
    void allow(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() != 405 && !request.getMethod().equals(HttpMethod.OPTIONS)) {
            return;
        }
        Map<String, RuntimeResource> methods = PathMethods.ofCurrentRequest();
        if (methods.isEmpty()) {
            return;
        }
        Set<String> allowed = new TreeSet<>(methods.keySet());
        if (allowed.contains(HttpMethod.GET)) {
            allowed.add(HttpMethod.HEAD);
        }
        allowed.add(HttpMethod.OPTIONS);
        response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ", allowed));
    }
}
