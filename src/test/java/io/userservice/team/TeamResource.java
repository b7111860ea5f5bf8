package io.userservice.team;

import io.userservice.access.AccessScope;
import io.userservice.call.PositionedSelect;
import io.userservice.consistency.PageToken;
import io.userservice.http.BodyReader;
import io.userservice.http.Preconditions;
import io.userservice.idempotency.IdempotentRequests;
import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
        return switch (Preconditions.of(request).evaluate(tag(team), true)) {
            case HOLD -> ResponseBuilder.ok(team).header("ETag", tag(team)).build();
            case NOT_MODIFIED -> RestResponse.notModified();
            case FAILED -> throw failed(team);
        };
    }

    @GET
    public Page list(@QueryParam("after") @Nullable String after, @QueryParam("limit") @DefaultValue("50") int limit) {
        String last = after == null
                ? ""
                : new String(Base64.getUrlDecoder().decode(PageToken.key(after)), StandardCharsets.UTF_8);
        List<TeamRepository.Row> found = teams.after(last, limit);
        if (found.size() <= limit) {
            return new Page(found, null);
        }
        List<TeamRepository.Row> page = found.subList(0, limit);
        byte[] key = page.get(limit - 1).name().getBytes(StandardCharsets.UTF_8);
        return new Page(
                page, reads.cursor(Base64.getUrlEncoder().withoutPadding().encodeToString(key)));
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
    public RestResponse<Team> post(@Nullable NewTeam body, HttpHeaders headers, SecurityContext security) {
        NewTeam team = BodyReader.required(body);
        Team created = answers.once(headers, security, "create a team", team, Team.class, () -> stored(team));
        return ResponseBuilder.create(RestResponse.Status.CREATED, created)
                .header(HttpHeaders.ETAG, tag(created))
                .build();
    }

    @PUT
    @Path("/{id}")
    @Transactional
    public Team put(UUID id, @Nullable NewTeam body, @Context HttpServerRequest request) {
        NewTeam replacement = BodyReader.required(body);
        Team team = found(id);
        if (Preconditions.of(request).evaluate(tag(team), false) != Preconditions.Outcome.HOLD) {
            throw failed(team);
        }
        team.setName(replacement.name());
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

    private static Problem failed(Team team) {
        return new Problem(ProblemType.PRECONDITION_FAILED, "It has the tag " + tag(team));
    }

    private static String tag(Team team) {
        return '"' + Integer.toString(team.getVersion()) + '"';
    }
}
