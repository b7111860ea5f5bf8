package io.userservice.http;

import java.util.Map;
import java.util.TreeMap;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** What the path of the current request has for each method. Not cheap: for refusals, and OPTIONS. */
final class PathMethods {

    private PathMethods() {}

    /** The resource methods by their HTTP methods; none if the path has none. */
    static Map<String, RuntimeResource> ofCurrentRequest() {
        Map<String, RuntimeResource> methods = new TreeMap<>();
        ResteasyReactiveRequestContext context = CurrentRequestManager.get();
        RequestMapper.RequestMatch<RestInitialHandler.InitialMatch> match =
                new RequestMapper<>(context.getDeployment().getClassMappers()).map(context.getPathWithoutPrefix());
        if (match == null) {
            return methods;
        }
        String path = match.remaining.isEmpty() ? "/" : match.remaining;
        for (ServerRestHandler handler : match.value.handlers) {
            if (handler instanceof ClassRoutingHandler routing) {
                routing.getMappers().forEach((method, paths) -> {
                    RequestMapper.RequestMatch<RuntimeResource> resource = paths.map(path);
                    if (method != null && resource != null) {
                        methods.put(method, resource.value);
                    }
                });
            }
        }
        return methods;
    }
}
