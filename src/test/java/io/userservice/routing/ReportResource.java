package io.userservice.routing;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.hibernate.Session;

/** A report, which takes its time, on replicas that serve nothing else. It answers with the name of the server. */
@Path("/report")
class ReportResource {

    private final Session session;
    private final Calls calls;

    ReportResource(Session session, Calls calls) {
        this.session = session;
        this.calls = calls;
    }

    @GET
    @ReadReplica("reporting")
    public String report(@QueryParam("seconds") double seconds) {
        session.createNativeQuery("select cast(pg_sleep(:seconds) as text)", String.class)
                .setParameter("seconds", seconds)
                .getSingleResult();
        return Calls.whoAnswers(session);
    }

    /** What it asks inside stays on the server of the report. */
    @GET
    @Path("/inside")
    @ReadReplica("reporting")
    public String inside() {
        return calls.onAnyReplica(Calls::whoAnswers);
    }

    /** A group that no replica is in. */
    @GET
    @Path("/nobody")
    @ReadReplica("nobody")
    public String nobody() {
        return Calls.whoAnswers(session);
    }
}
