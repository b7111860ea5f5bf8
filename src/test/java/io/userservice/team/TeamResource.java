package io.userservice.team;

import io.userservice.access.AccessScope;
import io.userservice.call.PositionedSelect;
import io.userservice.consistency.PageToken;
import io.userservice.http.PageRows;
import io.userservice.http.Preconditions;
import io.userservice.idempotency.IdempotentRequests;
import io.userservice.routing.ReadReplica;
import io.vertx.core.http.HttpServerRequest;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Teams over HTTP. */
@Path("/teams")
@AccessScope("organisation")
public class TeamResource {

    private final TeamRepository teams;
    private final PositionedSelect reads;
    private final IdempotentRequests answers;

    TeamResource(TeamRepository teams, PositionedSelect reads, IdempotentRequests answers) {
        this.teams = teams;
        this.reads = reads;
        this.answers = answers;
    }

    /** A page, and where the next one begins. */
    public record Page(
            List<TeamRepository.Row> items, @Nullable String next) {}

    @GET
    @Path("/{id}")
    public RestResponse<Team> get(UUID id, @Context HttpServerRequest request) {
        Team team = found(id);
        Preconditions conditions = Preconditions.of(request);
        return switch (conditions.evaluate(tag(team), true)) {
            case HOLD -> ResponseBuilder.ok(team).header("ETag", tag(team)).build();
            case NOT_MODIFIED -> RestResponse.notModified();
            case FAILED -> throw conditions.failed(tag(team));
        };
    }

    @GET
    public Page list(@QueryParam("after") @Nullable String after, @QueryParam("limit") @DefaultValue("50") int limit) {
        PageRows<TeamRepository.Row> page =
                PageRows.of(teams.after(after == null ? "" : PageToken.key(after), limit), limit);
        String next = page.last().map(row -> reads.cursor(row.name())).orElse(null);
        return new Page(page.rows(), next);
    }

    /** A report, on the one replica that is there for it. */
    @GET
    @Path("/count")
    @ReadReplica("replica-1")
    public long count() {
        return teams.count();
    }

    @POST
    @Transactional
    public RestResponse<Team> post(NewTeam body, HttpHeaders headers, SecurityContext security) {
        Team created = answers.once(headers, security, "create a team", body, Team.class, () -> stored(body));
        return ResponseBuilder.create(RestResponse.Status.CREATED, created)
                .header(HttpHeaders.ETAG, tag(created))
                .build();
    }

    @PUT
    @Path("/{id}")
    @Transactional
    public Team put(UUID id, NewTeam body, @Context HttpServerRequest request) {
        Team team = found(id);
        Preconditions conditions = Preconditions.of(request);
        if (conditions.evaluate(tag(team), false) != Preconditions.Outcome.HOLD) {
            throw conditions.failed(tag(team));
        }
        team.setName(body.name());
        teams.flush();
        return team;
    }

    @DELETE
    @Path("/{id}")
    public void delete(UUID id) {
        if (!teams.deleteNow(id)) {
            throw new NotFoundException();
        }
    }

    private Team stored(NewTeam body) {
        Team team = new Team(body.name());
        teams.persistAndFlush(team);
        return team;
    }

    private Team found(UUID id) {
        return teams.findByIdOptional(id).orElseThrow(NotFoundException::new);
    }

    private static String tag(Team team) {
        return Preconditions.tag(team.getVersion());
    }
}
