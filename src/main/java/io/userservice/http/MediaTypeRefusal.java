package io.userservice.http;

import io.userservice.problem.Problem;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;

/** Says with 415 which media types the path takes for the method, and with 406 in which it answers. */
class MediaTypeRefusal {

    @ServerExceptionMapper(NotSupportedException.class)
    Response unsupported(HttpServerRequest request) {
        String taken = taken(request.method().name(), " or ");
        return Problem.of(
                        Response.Status.UNSUPPORTED_MEDIA_TYPE,
                        taken.isEmpty()
                                ? "The body is of a media type that is not taken here"
                                : "The body must be " + taken)
                .toResponse(request);
    }

    @ServerExceptionMapper(NotAcceptableException.class)
    Response unacceptable(HttpServerRequest request) {
        String made = method(request.method().name())
                .map(RuntimeResource::getProduces)
                .map(types -> listed(List.of(types.getSortedOriginalMediaTypes()), " or "))
                .orElse("");
        return Problem.of(
                        Response.Status.NOT_ACCEPTABLE,
                        made.isEmpty() ? "Accept has no media type of the answer" : "This answers in " + made + " only")
                .toResponse(request);
    }

    /** A 415 to PATCH lists the accepted media types in Accept-Patch (RFC 5789 section 2.2). */
    @ServerResponseFilter
    void acceptPatch(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == Response.Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode()
                && request.getMethod().equals(HttpMethod.PATCH)) {
            response.getHeaders().putSingle("Accept-Patch", taken(HttpMethod.PATCH, ", "));
        }
    }

    private static String taken(String method, String between) {
        return method(method)
                .map(RuntimeResource::getConsumes)
                .map(types -> listed(types, between))
                .orElse("");
    }

    private static String listed(Collection<MediaType> types, String between) {
        return types.stream()
                .map(type -> type.getType() + "/" + type.getSubtype())
                .distinct()
                .collect(Collectors.joining(between));
    }

    /** HEAD is answered by GET. */
    private static Optional<RuntimeResource> method(String name) {
        return Stream.of(name.equals(HttpMethod.HEAD) ? HttpMethod.GET : name)
                .flatMap(method ->
                        Stream.ofNullable(PathMethods.ofCurrentRequest().get(method)))
                .findFirst();
    }
}
