package io.userservice.user;

import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.persistence.PessimisticLockException;
import jakarta.ws.rs.core.Response;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.LockAcquisitionException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What PostgreSQL says of requests that cannot both have their way, as a {@link Problem}: 409. */
class UserConflicts {
    @ServerExceptionMapper
    Response emailTaken(ConstraintViolationException violation, HttpServerRequest request) {
        if (!"users_email".equals(violation.getConstraintName())) {
            throw violation;
        }
        return new Problem(
                        ProblemType.EMAIL_TAKEN,
                        "Another user has this e-mail address; upper and lower case make no difference")
                .toResponse(request.path());
    }

    /** Two requests that each wait for the other's e-mail address: PostgreSQL ends one of them. */
    @ServerExceptionMapper({LockAcquisitionException.class, PessimisticLockException.class})
    Response deadlock(HttpServerRequest request) {
        return new Problem(ProblemType.CONFLICTING_WRITES, "Nothing was changed; the request can be sent again")
                .toResponse(request.path());
    }
}
