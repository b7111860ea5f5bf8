package io.userservice.trace;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.logging.Logger;

/** Reads that leave something in the log. */
@Path("/logged")
class LoggedResource {

    private static final Logger log = Logger.getLogger(LoggedResource.class);

    /** Answers with the kind of thread that it runs on. */
    @GET
    public String line() {
        log.info("a line of a request");
        return Thread.currentThread().getName().startsWith("executor-thread") ? "worker" : "virtual";
    }

    @GET
    @Path("/bug")
    public String bug() {
        throw new IllegalStateException("a bug");
    }
}
