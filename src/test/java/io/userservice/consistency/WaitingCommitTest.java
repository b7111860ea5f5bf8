package io.userservice.consistency;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.OnlyAsService;
import io.userservice.ThreeAtOnceNoFallback;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a commit waits for its standbys, a replica shows it and the primary does not. */
@QuarkusTest
@TestProfile(ThreeAtOnceNoFallback.class)
@WithTestResource(ClusterResource.class)
@OnlyAsService(OnlyAsService.ONE_AT_A_TIME)
class WaitingCommitTest {

    private static final String ANYBODY = "ANY 1 (\"replica-1\", \"replica-2\")";

    private final PostgresServer primary = ClusterResource.cluster().primary();
    private final ExecutorService clients = Executors.newFixedThreadPool(2);
    private Response posted;
    private String path;
    private String renamed;
    private Future<Response> put;

    /** A user has a new address, on the replicas. Its writer has no answer yet, and will get none for now. */
    @BeforeEach
    void aCommitWaits() {
        standbyNames(ANYBODY);
        posted = Users.created();
        path = Users.path(posted);
        strongRead(Users.token(posted));
        standbyNames("nobody");
        do {
            renamed = Users.email();
            put = clients.submit(() -> Users.put(path, renamed));
            // The first may still be done: the server takes note of the setting by and by.
            await().until(() -> put.isDone() || ask("wait_event = 'SyncRep'"));
        } while (put.isDone());
    }

    @AfterEach
    void nothingWaits() throws Exception {
        standbyNames("");
        put.get(20, TimeUnit.SECONDS);
        clients.shutdownNow();
    }

    @Test
    void whoWasShownItReadsOnThePrimaryWhenItIsThere() throws Exception {
        Response shown = shownByAReplica();
        Future<Response> strong = clients.submit(() -> strongRead(Users.token(shown)));
        await().until(() -> strong.isDone() || ask("query like 'select backend_xid%'"));
        standbyNames(ANYBODY);
        assertShows(renamed, strong.get(20, TimeUnit.SECONDS));
        assertEquals(200, put.get(20, TimeUnit.SECONDS).statusCode());
    }

    @Test
    void whoWasShownItIsRefusedByThePrimaryWhenItIsNotThereInTime() {
        Response shown = shownByAReplica();
        Users.assertProblem(503, "/problems/timed-out", strongRead(Users.token(shown)));
        Response write =
                given().header(ConsistencyHeaders.TOKEN, Users.token(shown)).delete(path);
        Users.assertProblem(503, "/problems/timed-out", write);
    }

    @Test
    void whoCannotHaveSeenItIsAnsweredWithoutIt() {
        assertShows(posted.path("email"), strongRead(Users.token(posted)));
    }

    private Response shownByAReplica() {
        return await().until(
                        () -> Users.getWithToken(path, Users.token(posted)),
                        read -> renamed.equals(read.path("email")));
    }

    private Response strongRead(String token) {
        return given().header("Consistency", "strong")
                .header(ConsistencyHeaders.TOKEN, token)
                .get(path);
    }

    private static void assertShows(String email, Response read) {
        assertEquals(200, read.statusCode(), read::asString);
        assertEquals("primary;reason=strong", read.header("Served-By"));
        assertEquals(email, read.path("email"));
    }

    private void standbyNames(String names) {
        Superuser.set(primary, "synchronous_standby_names", names);
    }

    /** Whether a process of the primary is like that. */
    private boolean ask(String condition) {
        return Superuser.ask(primary, "select exists (select 1 from pg_stat_activity where " + condition + ")")
                .equals("t");
    }
}
