package io.userservice.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.userservice.problem.Problem;
import io.userservice.trace.RequestId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Answers with a {@link Problem} what is refused before JAX-RS sees it: by the HTTP layer, such as a malformed Host header,
 * or by a handler of ours, which fails with the problem.
 *
 * <p>Quarkus would log each of them as an error with its stack trace, and say "500" in the body. Some requests never get
 * here: what is not HTTP, a malformed URI, a first line or headers that are too long. Quarkus and Vert.x answer those with
 * 400, 414 or 431 and without a body, and offer no hook to add one.
 */
@ApplicationScoped
class RouterFailure {

    private final ObjectMapper json;
    private final MemorySize maxBodySize;

    RouterFailure(
            ObjectMapper json, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize) {
        this.json = json;
        this.maxBodySize = maxBodySize;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(RequestId::begin).failureHandler(this::answer);
        router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1).handler(this::refuseHugeBody);
    }

    /** In place of Quarkus, which answers with the status alone. */
    private void refuseHugeBody(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || Long.parseLong(length) <= maxBodySize.asLongValue()) {
            context.next();
            return;
        }
        // The rest of the body stays unread, and would be taken for the next request on this connection.
        context.response().putHeader(HttpHeaderNames.CONNECTION, "close");
        context.addEndHandler(sent -> context.request().connection().close());
        context.fail(413);
    }

    private void answer(RoutingContext context) {
        Problem problem = problem(context);
        if (problem == null || context.response().headWritten()) {
            context.next();
            return;
        }
        try {
            Response answer = problem.toResponse(context.request());
            HttpServerResponse response = context.response().setStatusCode(problem.status());
            answer.getStringHeaders().forEach(response::putHeader);
            response.end(Buffer.buffer(json.writeValueAsBytes(answer.getEntity())));
        } catch (JsonProcessingException e) {
            context.fail(e);
        }
    }

    private static @Nullable Problem problem(RoutingContext context) {
        if (context.failure() instanceof Problem problem) {
            return problem;
        }
        Response.Status status = Response.Status.fromStatusCode(context.statusCode());
        if (status == null || status.getFamily() != Response.Status.Family.CLIENT_ERROR) {
            return null;
        }
        return Problem.of(
                status,
                switch (context.statusCode()) {
                    case 403 -> "Pages of this Origin may not send this request";
                    case 413 -> "The body is too large";
                    default -> "The server could not make sense of the request";
                });
    }
}
