package io.userservice.user;

import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * A unique index that forbids a write, as a {@link Problem}. An e-mail address that somebody else took first is 409. An index
 * that is not ours, a rule that somebody has added to the database, is 503 as its other rules are: nothing was written.
 */
class EmailTakenMapper {

    private static final Logger log = Logger.getLogger(EmailTakenMapper.class);

    /** The second is the first while a migration makes it, beside the one before. */
    private static final Set<String> ADDRESSES = Set.of("users_email", "users_email_key");

    @ServerExceptionMapper
    Response problem(ConstraintViolationException violation, HttpServerRequest request) {
        String index = String.valueOf(violation.getConstraintName());
        if (!ADDRESSES.contains(index)) {
            // Its message may quote the row.
            log.warnf("a write answered with 503, refused by an index of somebody else: SQLSTATE 23505, %s", index);
            return new Problem(
                            ProblemType.WRITE_UNAVAILABLE,
                            "The database refused the write by a rule of its own. Nothing was written; try again")
                    .toResponse(request);
        }
        return new Problem(
                        ProblemType.EMAIL_TAKEN,
                        "Another user has this e-mail address; upper and lower case make no difference")
                .toResponse(request);
    }
}
