package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.CookieAndShortTimes;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.RowLock;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.Readiness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What takes too long in the database is ended there, once, and is nobody's fault. */
@QuarkusTest
@TestProfile(CookieAndShortTimes.class)
@WithTestResource(ClusterResource.class)
class SlowStatementTest {

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void aReadThatTakesTooLongIsNotTriedElsewhere() {
        SlowResource.ASKED.clear();
        assertTimedOut(Users.get("/slow"));
        assertEquals(1, SlowResource.ASKED.size(), SlowResource.ASKED::toString);
        assertTrue(SlowResource.ASKED.get(0).startsWith("replica-"), SlowResource.ASKED::toString);
    }

    @Test
    void aReadOnThePrimaryMayNotTakeLonger() {
        assertTimedOut(Users.get("/slow/primary"));
    }

    @Test
    void aWriteThatTakesTooLongHasWrittenNothing() {
        String email = Users.email();
        assertTimedOut(given().body(email).post("/slow"));
        String written = "select count(*) from users where email = '" + email + "'";
        assertEquals("0", Superuser.ask(ClusterResource.cluster().primary(), written));
    }

    @Test
    void aTransactionThatDoesNothingIsEnded() {
        assertTimedOut(given().put("/slow"));
    }

    @Test
    void aWriteThatWaitsTooLongForALockIsAConflict() throws Exception {
        Response user = Users.created();
        try (RowLock lock = RowLock.of(ClusterResource.cluster().primary(), user.path("id"))) {
            Users.assertProblem(409, "/problems/conflicting-writes", Users.put(Users.path(user), Users.email()));
            lock.awaitWaiting(0);
        }
        assertEquals(200, Users.put(Users.path(user), Users.email()).statusCode());
    }

    private static void assertTimedOut(Response answer) {
        Users.assertProblem(503, "/problems/timed-out", answer);
        assertEquals("1", answer.header("Retry-After"));
        assertEquals("all up", Readiness.line("state"));
        assertEquals(201, Users.post(Users.email()).statusCode());
        assertEquals(200, Users.get("/users").statusCode());
    }
}
