package io.userservice.user;

import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PessimisticLockException;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.LockAcquisitionException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Users over HTTP. Thread-safe. Every error is a {@link Problem}. */
@Path("/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UserResource {
    private static final int PAGE_SIZE = 50;

    /** The form of RFC 9562 section 4: UUID.fromString alone takes 1-1-1-1-1 as well. */
    private static final Pattern CANONICAL_UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final UserRepository users;

    UserResource(UserRepository users) {
        this.users = users;
    }

    /** The user with this id; 404 if there is none. */
    @GET
    @Path("/{id}")
    public UserView get(String id) {
        var uuid = uuid(id);
        var user = users.findById(uuid);
        if (user == null) {
            throw notFound(uuid);
        }
        return UserView.of(user);
    }

    /** The 50 newest users, newest first. */
    @GET
    public UserPage list() {
        return new UserPage(users.newest(PAGE_SIZE).stream().map(UserView::of).toList());
    }

    /** Creates a user; 409 if the e-mail address is taken. */
    @POST
    @Transactional
    public RestResponse<UserView> post(@Nullable NewUser body) {
        var user = new User(required(body));
        users.persistAndFlush(user);
        // Relative (RFC 9110 section 10.2.2): an absolute one would be made from the Host header, which the client
        // controls.
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, UserView.of(user))
                .header(HttpHeaders.LOCATION, "/users/" + user.getId())
                .build();
    }

    /**
     * Replaces the user with this id; 404 if there is none, 409 if the e-mail address is another's. Of several at once the
     * last one wins. A replacement that changes nothing leaves {@code version} and {@code updatedAt} alone.
     */
    @PUT
    @Path("/{id}")
    @Transactional
    public UserView put(String id, @Nullable NewUser body) {
        var uuid = uuid(id);
        var replacement = required(body);
        // The lock makes simultaneous PUTs wait for each other; without it all but one would fail on the version.
        var user = users.findById(uuid, LockModeType.PESSIMISTIC_WRITE);
        if (user == null) {
            throw notFound(uuid);
        }
        user.replace(replacement);
        users.flush();
        return UserView.of(user);
    }

    /** Deletes the user with this id; 404 if there is none. */
    @DELETE
    @Path("/{id}")
    @Transactional
    public void delete(String id) {
        var uuid = uuid(id);
        if (users.delete("id", uuid) == 0) {
            throw notFound(uuid);
        }
    }

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

    private static UUID uuid(String id) {
        if (!CANONICAL_UUID.matcher(id).matches()) {
            throw Problem.invalid(List.of(
                    new Problem.Violation("id", "must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057")));
        }
        return UUID.fromString(id);
    }

    private static Problem notFound(UUID id) {
        return new Problem(ProblemType.USER_NOT_FOUND, "There is no user " + id);
    }

    private static NewUser required(@Nullable NewUser body) {
        if (body == null) {
            throw NewUser.notAnObject();
        }
        return body;
    }
}
