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

/** Takes a minute in the database, or in a transaction that does nothing. */
@Path("/slow")
class SlowResource {

    /** The servers that were asked to read, in this order. */
    static final List<String> ASKED = new CopyOnWriteArrayList<>();

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
