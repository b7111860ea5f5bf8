package io.userservice.user;

import io.userservice.http.body.LargeBody;
import io.userservice.idempotency.IdempotentRequests;
import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import io.userservice.problem.ProblemType;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Many users at once over HTTP. Thread-safe. Every error is a {@link Problem}. */
@Path("/users:batch")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class BatchResource {

    private final UserRepository users;
    private final IdempotentRequests answers;

    BatchResource(UserRepository users, IdempotentRequests answers) {
        this.users = users;
        this.answers = answers;
    }

    /** Creates all of the users, or none; 409 that lists the items whose e-mail addresses are taken. */
    @POST
    @LargeBody
    @Transactional
    public RestResponse<UserPage> post(UserBatch batch, HttpHeaders headers, SecurityContext security) {
        UserPage created = answers.once(headers, security, "batch", batch, UserPage.class, () -> create(batch));
        return RestResponse.status(Status.CREATED, created);
    }

    private UserPage create(UserBatch body) {
        List<Integer> taken = users.indexesOfTaken(
                body.items().stream().map(UserValues::email).toArray(String[]::new));
        if (!taken.isEmpty()) {
            throw new Problem(
                    ProblemType.EMAIL_TAKEN,
                    "Other users have the e-mail addresses of the items in violations; nothing was created",
                    taken.stream()
                            .map(index -> new Violation(UserBatch.path(index) + UserField.EMAIL.text(), "is taken"))
                            .toList());
        }
        return UserPage.of(users.insertAll(body.items()));
    }
}
