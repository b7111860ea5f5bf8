package io.userservice.http;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A resource by the book of JAX-RS: plain records in, plain records out, parameters of Java types. */
@Path("/plain")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class PlainResource {

    enum Colour {
        RED,
        GREEN
    }

    record Seat(String name, int row) {}

    record Team(
            String name,
            int size,
            @Nullable UUID owner,
            @Nullable Colour colour,
            @Nullable Instant since,
            @Nullable Boolean open,
            @Nullable List<Seat> seats) {

        Team {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("name must have a visible character");
            }
            if (name.equals("bug")) {
                throw new IllegalStateException("secret");
            }
            if (name.startsWith("id:")) {
                UUID.fromString(name.substring(3));
            }
        }
    }

    @POST
    public Team post(Team team) {
        return team;
    }

    @POST
    @Path("/list")
    public int postAll(List<Seat> seats) {
        return seats.size();
    }

    @POST
    @Path("/map")
    public int postAny(Map<String, Object> members) {
        return members.size();
    }

    @PATCH
    public Team patch(Team team) {
        return team;
    }

    @GET
    @Path("/{id}")
    public String get(
            @PathParam("id") UUID id,
            @QueryParam("limit") @DefaultValue("5") int limit,
            @QueryParam("colour") @Nullable Colour colour,
            @QueryParam("since") @Nullable Instant since,
            @QueryParam("sizes") List<Integer> sizes,
            @QueryParam("open") boolean open,
            @HeaderParam("Depth") @Nullable Long depth) {
        return "\"" + limit + " " + colour + " " + since + " " + sizes + " " + open + " " + depth + "\"";
    }

    @GET
    @Path("/by-name/{number}")
    public int byName(int number) {
        return number;
    }
}
