package io.userservice.user;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.userservice.call.PositionedSelect;
import io.userservice.http.PageRows;
import io.userservice.http.Preconditions;
import io.userservice.http.parameter.UuidText;
import io.userservice.idempotency.IdempotentRequests;
import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
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
    private final PositionedSelect reads;
    private final IdempotentRequests answers;

    UserResource(UserRepository users, PositionedSelect reads, IdempotentRequests answers) {
        this.users = users;
        this.reads = reads;
        this.answers = answers;
    }

    /** The user with this id; 404 if there is none, 304 if the client has this version. */
    @GET
    @Path("/{id}")
    public RestResponse<UserView> get(String id, @Context HttpServerRequest request) {
        UUID uuid = UuidText.inPath(id);
        Preconditions conditions = Preconditions.of(request);
        UserView user = users.view(uuid).orElseThrow(() -> notFound(uuid));
        return switch (conditions.evaluate(Preconditions.tag(user.version()), true)) {
            case HOLD -> revalidated(ResponseBuilder.ok(user), user);
            case NOT_MODIFIED -> revalidated(ResponseBuilder.create(Status.NOT_MODIFIED), user);
            case FAILED -> throw conditions.failed(Preconditions.tag(user.version()));
        };
    }

    /** A page of users, by default the 50 newest; or those with the ids, in their order. */
    @GET
    public RestResponse<UserPage> list(UriInfo uri) {
        if (UserQuery.isByIds(uri.getQueryParameters())) {
            return RestResponse.ok(new UserPage(users.views(UserQuery.ids(uri.getQueryParameters())), null));
        }
        UserQuery query = UserQuery.of(uri.getQueryParameters());
        PageRows<UserView> page = PageRows.of(users.views(query), query.limit());
        if (page.last().isEmpty()) {
            return RestResponse.ok(new UserPage(page.rows(), null));
        }
        Cursor last = Cursor.at(page.last().get(), query.sort());
        String next = reads.cursor(last.text());
        return ResponseBuilder.ok(new UserPage(page.rows(), next))
                .header(HttpHeaders.LINK, "<" + query.next(next) + ">; rel=\"next\"")
                .build();
    }

    /** Creates a user; 409 if the e-mail address is taken. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<UserView> post(UserValues user, HttpHeaders headers, SecurityContext security) {
        UserView created = answers.once(headers, security, "create", user, UserView.class, () -> users.insert(user));
        // Relative (RFC 9110 section 10.2.2): an absolute one would be made from the Host header,
        // which the client controls.
        return ResponseBuilder.create(Status.CREATED, created)
                .header(HttpHeaders.LOCATION, "/users/" + created.id())
                .header(HttpHeaders.ETAG, Preconditions.tag(created.version()))
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
    public RestResponse<UserView> put(String id, UserReplacement replacement, @Context HttpServerRequest request) {
        UUID uuid = UuidText.inPath(id);
        Preconditions conditions = Preconditions.of(request);
        if (conditions.isEmpty() && replacement.version() == null) {
            return changed(users.replace(uuid, replacement.values()).orElseThrow(() -> notFound(uuid)));
        }
        return changed(QuarkusTransaction.joiningExisting().call(() -> {
            User user = locked(uuid, conditions, replacement.version());
            replacement.values().applyTo(user);
            return flushed(user);
        }));
    }

    /** Changes what the body names, and otherwise does as PUT. */
    @PATCH
    @Path("/{id}")
    @Consumes(UserPatch.MEDIA_TYPE)
    @Transactional
    public RestResponse<UserView> patch(String id, UserPatch patch, @Context HttpServerRequest request) {
        User user = locked(UuidText.inPath(id), Preconditions.of(request), patch.version());
        patch.applyTo(user);
        return changed(flushed(user));
    }

    /** Deletes the user with this id; 404 if there is none, 412 if it has another version than the client says. */
    @DELETE
    @Path("/{id}")
    public void delete(String id, @Context HttpServerRequest request) {
        UUID uuid = UuidText.inPath(id);
        Preconditions conditions = Preconditions.of(request);
        if (!conditions.isEmpty()) {
            QuarkusTransaction.joiningExisting().run(() -> users.delete(locked(uuid, conditions, null)));
        } else if (!users.deleteNow(uuid)) {
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
        if (conditions.evaluate(Preconditions.tag(user.getVersion()), false) != Preconditions.Outcome.HOLD) {
            throw conditions.failed(Preconditions.tag(user.getVersion()));
        }
        if (version != null && version != user.getVersion()) {
            throw new Problem(ProblemType.VERSION_CONFLICT, "It has version " + user.getVersion() + ", not " + version);
        }
        return user;
    }

    private UserView flushed(User user) {
        users.flush();
        return UserView.of(user);
    }

    private static RestResponse<UserView> changed(UserView user) {
        return ResponseBuilder.ok(user)
                .header(HttpHeaders.ETAG, Preconditions.tag(user.version()))
                .build();
    }

    /** A client may keep it, and must ask each time whether it is still right (RFC 9111 section 5.2.2.4). */
    private static RestResponse<UserView> revalidated(ResponseBuilder<UserView> response, UserView user) {
        return response.header(HttpHeaders.ETAG, Preconditions.tag(user.version()))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    private static Problem notFound(UUID id) {
        return new Problem(ProblemType.USER_NOT_FOUND, "There is no user " + id);
    }
}
