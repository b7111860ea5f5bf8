package io.userservice.routing;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.hibernate.Session;

/** Takes a minute in the database, or in a transaction that does nothing. */
@Path("/slow")
class SlowResource {

    private static final String SLEEP = "select cast(pg_sleep(60) as text)";

    private final Session session;

    SlowResource(Session session) {
        this.session = session;
    }

    @GET
    public String read() {
        return session.createNativeQuery(SLEEP, String.class).getSingleResult();
    }

    @GET
    @Path("/primary")
    @UsePrimary
    public String readOnPrimary() {
        return read();
    }

    @POST
    @Transactional
    public String write() {
        return read();
    }

    /** Returns from its pause when the server has ended the session. */
    @PUT
    @Transactional
    public String idle() {
        Integer backend = session.createNativeQuery("select pg_backend_pid()", Integer.class)
                .getSingleResult();
        StatementTimeoutTest.awaitGone(backend);
        return Calls.whoAnswers(session);
    }
}
