package io.userservice.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * Answers with a {@link Problem} what the HTTP layer refuses before JAX-RS sees it, such as a malformed Host header.
 *
 * <p>Quarkus would log each of those with its stack trace as an error, and call them "500" in the body.
 */
@ApplicationScoped
class RouterFailure {
    private final ObjectMapper json;

    RouterFailure(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
    }

    private void answer(RoutingContext context) {
        var response = context.response();
        var status = Response.Status.fromStatusCode(context.statusCode());
        if (status == null || status.getFamily() != Response.Status.Family.CLIENT_ERROR || response.headWritten()) {
            context.next();
            return;
        }
        var path = context.request().path();
        try {
            var body = json.writeValueAsBytes(Problem.of(status, "The server could not make sense of the request")
                    .toBody(path));
            response.setStatusCode(status.getStatusCode())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE.toString())
                    .end(Buffer.buffer(body));
        } catch (JsonProcessingException e) {
            context.fail(e);
        }
    }
}
