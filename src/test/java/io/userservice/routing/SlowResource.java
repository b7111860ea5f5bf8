package io.userservice.routing;

import static io.userservice.Patience.await;

import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Superuser;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.Session;

/** Takes a minute in the database, or in a transaction that does nothing, or some time on some servers. */
@Path("/slow")
class SlowResource {

    /** The servers that were asked to read, in this order. */
    static final List<String> ASKED = new CopyOnWriteArrayList<>();

    /** A setting that does nothing on a standby, and its value that makes one slow. */
    static final String SLOW_HERE = "log_autovacuum_min_duration";

    static final String SLOW_VALUE = "4242ms";

    private static final String SLEEP_HERE = "select case when current_setting('" + SLOW_HERE + "') = '" + SLOW_VALUE
            + "' then cast(pg_sleep(0.06) as text) else '' end";

    private static final String SLEEP = "select cast(pg_sleep(60) as text)";
    private static final String INSERT = "insert into users (id, version, email, created_at, updated_at)"
            + " values (gen_random_uuid(), 0, :email, now(), now())";

    private final Session session;

    SlowResource(Session session) {
        this.session = session;
    }

    @GET
    public String read() {
        ASKED.add(Calls.whoAnswers(session));
        return sleep();
    }

    @GET
    @Path("/primary")
    @UsePrimary
    public String readOnPrimary() {
        return sleep();
    }

    /** The name of the server, after 60 ms where {@link #SLOW_HERE} is set. */
    @GET
    @Path("/here")
    public String readWhereItMayBeSlow() {
        session.createNativeQuery(SLEEP_HERE, String.class).getSingleResult();
        return Calls.whoAnswers(session);
    }

    /** Writes a user with this address before it takes too long. */
    @POST
    @Transactional
    public String write(String email) {
        session.createNativeMutationQuery(INSERT).setParameter("email", email).executeUpdate();
        return sleep();
    }

    /** Returns from its pause when the server has ended the session. */
    @PUT
    @Transactional
    public String idle() {
        Integer backend = session.createNativeQuery("select pg_backend_pid()", Integer.class)
                .getSingleResult();
        String alive = "select count(*) from pg_stat_activity where pid = " + backend;
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Superuser.ask(ClusterResource.cluster().primary(), alive), "0"::equals);
        return Calls.whoAnswers(session);
    }

    private String sleep() {
        return session.createNativeQuery(SLEEP, String.class).getSingleResult();
    }
}
