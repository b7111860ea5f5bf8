package io.userservice.trace;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/** Reads that leave something in the log, or in a trace. */
@Path("/logged")
class LoggedResource {

    private static final Logger log = Logger.getLogger(LoggedResource.class);

    private final Session session;

    LoggedResource(Session session) {
        this.session = session;
    }

    /** Answers with the kind of thread that it runs on. */
    @GET
    public String line() {
        log.info("a line of a request");
        return Thread.currentThread().getName().startsWith("executor-thread") ? "worker" : "virtual";
    }

    /** No standby answers this (SQLSTATE 55000). */
    @GET
    @Path("/only-on-a-primary")
    public String onlyOnAPrimary() {
        return session.createNativeQuery("select cast(pg_current_wal_lsn() as text)", String.class)
                .getSingleResult();
    }

    @GET
    @Path("/bug")
    public String bug() {
        throw new IllegalStateException("a bug");
    }
}
