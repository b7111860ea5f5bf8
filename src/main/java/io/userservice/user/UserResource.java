package io.userservice.user;

import io.userservice.call.ReadPosition;
import io.userservice.consistency.PageToken;
import io.userservice.http.BodyReader;
import io.userservice.http.Preconditions;
import io.userservice.idempotency.IdempotentRequests;
import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Users over HTTP. Thread-safe. Every error is a {@link Problem}. */
@Path("/users")
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {

    private final UserRepository users;
    private final ReadPosition position;
    private final IdempotentRequests answers;

    UserResource(UserRepository users, ReadPosition position, IdempotentRequests answers) {
        this.users = users;
        this.position = position;
        this.answers = answers;
    }

    /** The user with this id; 404 if there is none, 304 if the client has this version. */
    @GET
    @Path("/{id}")
    public RestResponse<UserView> get(String id, HttpHeaders headers) {
        UUID uuid = UserId.inPath(id);
        Preconditions conditions = Preconditions.of(headers);
        User user = users.findById(uuid);
        if (user == null) {
            throw notFound(uuid);
        }
        return switch (conditions.evaluate(tag(user.getVersion()), true)) {
            case HOLD -> revalidated(ResponseBuilder.ok(UserView.of(user)), user);
            case NOT_MODIFIED -> revalidated(ResponseBuilder.create(Status.NOT_MODIFIED), user);
            case FAILED -> throw preconditionFailed(user);
        };
    }

    /** A page of users, by default the 50 newest; or those with the ids, in their order. */
    @GET
    public RestResponse<UserPage> list(UriInfo uri) {
        if (UserQuery.isByIds(uri.getQueryParameters())) {
            List<User> found = users.findAllById(UserQuery.ids(uri.getQueryParameters()));
            return RestResponse.ok(UserPage.of(found, null));
        }
        UserQuery query = UserQuery.of(uri.getQueryParameters());
        List<User> found = users.find(query);
        if (found.size() <= query.limit()) {
            return RestResponse.ok(UserPage.of(found, null));
        }
        List<User> page = found.subList(0, query.limit());
        Cursor last = Cursor.at(page.get(page.size() - 1), query.sort());
        String next = PageToken.cursor(last.encode(), position.show());
        return ResponseBuilder.ok(UserPage.of(page, next))
                .header(HttpHeaders.LINK, "<" + query.next(next) + ">; rel=\"next\"")
                .build();
    }

    /** Creates a user; 409 if the e-mail address is taken. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public RestResponse<UserView> post(@Nullable NewUser body, HttpHeaders headers, SecurityContext security) {
        NewUser user = BodyReader.required(body);
        UserView created = answers.once(headers, security, "create", user, UserView.class, () -> create(user));
        // Relative (RFC 9110 section 10.2.2): an absolute one would be made from the Host header,
        // which the client controls.
        return ResponseBuilder.create(Status.CREATED, created)
                .header(HttpHeaders.LOCATION, "/users/" + created.id())
                .header(HttpHeaders.ETAG, tag(created.version()))
                .build();
    }

    /**
     * Replaces the user with this id; 404 if there is none, 409 if the e-mail address is another's, 409 or 412 if the user has
     * another version than the client says. Of several at once that say none the last one wins. A replacement that changes
     * nothing leaves {@code version} and {@code updatedAt} alone.
     */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public RestResponse<UserView> put(String id, @Nullable UserReplacement body, HttpHeaders headers) {
        UserReplacement replacement = BodyReader.required(body);
        User user = locked(UserId.inPath(id), Preconditions.of(headers), replacement.version());
        replacement.applyTo(user);
        return changed(user);
    }

    /** Changes what the body names, and otherwise does as PUT. */
    @PATCH
    @Path("/{id}")
    @Consumes(UserPatch.MEDIA_TYPE)
    @Transactional
    public RestResponse<UserView> patch(String id, @Nullable UserPatch body, HttpHeaders headers) {
        UserPatch patch = BodyReader.required(body);
        User user = locked(UserId.inPath(id), Preconditions.of(headers), patch.version());
        patch.applyTo(user);
        return changed(user);
    }

    /** Deletes the user with this id; 404 if there is none, 412 if it has another version than the client says. */
    @DELETE
    @Path("/{id}")
    @Transactional
    public void delete(String id, HttpHeaders headers) {
        UUID uuid = UserId.inPath(id);
        Preconditions conditions = Preconditions.of(headers);
        if (!conditions.isEmpty()) {
            users.delete(locked(uuid, conditions, null));
        } else if (users.delete("id", uuid) == 0) {
            throw notFound(uuid);
        }
    }

    /**
     * The user to be changed, which meets the conditions of the request and which nobody else can change until the end of the
     * transaction. One statement reads the version and locks the row: simultaneous changes wait for each other, where
     * without the lock all but one would fail.
     */
    private User locked(UUID id, Preconditions conditions, @Nullable Integer version) {
        User user = users.findById(id, LockModeType.PESSIMISTIC_WRITE);
        if (user == null) {
            throw notFound(id);
        }
        if (conditions.evaluate(tag(user.getVersion()), false) != Preconditions.Outcome.HOLD) {
            throw preconditionFailed(user);
        }
        if (version != null && version != user.getVersion()) {
            throw new Problem(ProblemType.VERSION_CONFLICT, "It has version " + user.getVersion() + ", not " + version);
        }
        return user;
    }

    private UserView create(NewUser body) {
        User user = new User(body);
        users.persistAndFlush(user);
        return UserView.of(user);
    }

    private RestResponse<UserView> changed(User user) {
        users.flush();
        return ResponseBuilder.ok(UserView.of(user))
                .header(HttpHeaders.ETAG, tag(user.getVersion()))
                .build();
    }

    /** A client may keep it, and must ask each time whether it is still right (RFC 9111 section 5.2.2.4). */
    private static RestResponse<UserView> revalidated(ResponseBuilder<UserView> response, User user) {
        return response.header(HttpHeaders.ETAG, tag(user.getVersion()))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    private static String tag(int version) {
        return '"' + Integer.toString(version) + '"';
    }

    private static Problem notFound(UUID id) {
        return new Problem(ProblemType.USER_NOT_FOUND, "There is no user " + id);
    }

    private static Problem preconditionFailed(User user) {
        return new Problem(ProblemType.PRECONDITION_FAILED, "It has version " + user.getVersion())
                .header(HttpHeaders.ETAG, tag(user.getVersion()));
    }
}
