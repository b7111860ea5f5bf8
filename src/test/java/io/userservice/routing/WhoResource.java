package io.userservice.routing;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.hibernate.Session;

/** Answers with the name of the server that it was asked on. No method but the last two declares a route. */
@Path("/who")
class WhoResource {

    private final Session session;

    WhoResource(Session session) {
        this.session = session;
    }

    @GET
    public String get() {
        return Calls.whoAnswers(session);
    }

    @POST
    public String post() {
        return Calls.whoAnswers(session);
    }

    @PUT
    public String put() {
        return Calls.whoAnswers(session);
    }

    @PATCH
    public String patch() {
        return Calls.whoAnswers(session);
    }

    @DELETE
    public String delete() {
        return Calls.whoAnswers(session);
    }

    @GET
    @Path("/primary")
    @UsePrimary
    public String primary() {
        return Calls.whoAnswers(session);
    }

    @GET
    @Path("/replica-1")
    @ReadReplica("replica-1")
    public String replica1() {
        return Calls.whoAnswers(session);
    }
}
