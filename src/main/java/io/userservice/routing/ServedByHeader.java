package io.userservice.routing;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Tells the client where its answer came from: {@code Served-By: replica-2;reason=read-only}. */
@Singleton
class ServedByHeader {

    private final ServedBy servedBy;

    ServedByHeader(ServedBy servedBy) {
        this.servedBy = servedBy;
    }

    @ServerResponseFilter
    void add(ContainerResponseContext response) {
        servedBy.header().ifPresent(routes -> response.getHeaders().putSingle("Served-By", routes));
    }
}
