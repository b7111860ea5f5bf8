package io.userservice.user;

import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** An e-mail address that somebody else took first, as a {@link Problem}: 409. */
class EmailTakenMapper {

    @ServerExceptionMapper
    Response problem(ConstraintViolationException violation, HttpServerRequest request) {
        if (!"users_email".equals(violation.getConstraintName())) {
            throw violation;
        }
        return new Problem(
                        ProblemType.EMAIL_TAKEN,
                        "Another user has this e-mail address; upper and lower case make no difference")
                .toResponse(request);
    }
}
