package io.userservice.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns every exception that reaches JAX-RS, the framework's own included, into a {@link Problem}.
 *
 * <p>No message of a foreign exception is passed on: they name Java types, quote input, or hold secrets.
 */
class ProblemMapper {

    private static final Logger log = Logger.getLogger(ProblemMapper.class);
    private static final Pattern ADDRESS = Pattern.compile("[^/]*(?:@|%40)[^/]*");

    @ServerExceptionMapper
    Response problem(Problem problem, HttpServerRequest request) {
        if (problem.status() >= 500) {
            log.warnf(
                    "%s %s answered with %d, %s: %s",
                    request.method(), loggable(request), problem.status(), problem.getMessage(), problem.getCause());
        }
        return problem.toResponse(request);
    }

    // NotFoundException has a mapper of its own in dev mode, an HTML page; the exact type wins over it.
    @ServerExceptionMapper({WebApplicationException.class, NotFoundException.class})
    Response webApplication(WebApplicationException failure, HttpServerRequest request) {
        if (failure.getCause() instanceof Problem problem) {
            return problem(problem, request);
        }
        Response response = failure.getResponse();
        if (response.getStatus() < 400) {
            return response;
        }
        Problem problem = Problem.of(response.getStatusInfo(), detail(response.getStatus(), request));
        if (response.getStatus() >= 500) {
            log.errorf(failure, "%s %s failed", request.method(), loggable(request));
        }
        // Keeps headers such as Retry-After and WWW-Authenticate, but not those of the body that is replaced.
        response.getStringHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
                    && !name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                problem.header(name, String.join(", ", values));
            }
        });
        return problem.toResponse(request);
    }

    @ServerExceptionMapper
    Response brokenConnection(IOException failure, HttpServerRequest request) {
        // Mistakes in a body are problems by now: this one is of writing, or of JSON that the service reads for itself.
        if (failure instanceof JsonProcessingException) {
            return bug(failure, request);
        }
        log.debugf(failure, "%s %s: the body did not arrive", request.method(), loggable(request));
        return Problem.of(Response.Status.BAD_REQUEST, "The body did not arrive")
                .toResponse(request);
    }

    @ServerExceptionMapper
    Response bug(Throwable failure, HttpServerRequest request) {
        log.errorf(failure, "%s %s failed", request.method(), loggable(request));
        return Problem.of(Response.Status.INTERNAL_SERVER_ERROR, "The server failed; the failure is in its log")
                .toResponse(request);
    }

    /** The path without e-mail addresses: a client may ask for {@code /users/ada@example.com}. */
    private static String loggable(HttpServerRequest request) {
        return ADDRESS.matcher(request.path()).replaceAll("(address)");
    }

    private static String detail(int status, HttpServerRequest request) {
        return switch (status) {
            case 404 -> "There is nothing at " + request.path();
            case 405 -> request.method() + " is not possible here; the Allow header says what is";
            default ->
                status < 500
                        ? "The server could not make sense of the request"
                        : "The server failed; the failure is in its log";
        };
    }
}
