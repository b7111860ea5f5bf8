package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.replication.Readiness;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever finds no free connection in time is refused, and the server is not blamed. */
@QuarkusTest
@TestProfile(OneConnectionEach.class)
@WithTestResource(ClusterResource.class)
class ExhaustedPoolTest {

    @Inject
    Calls calls;

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void aWriteIsRefusedAndReadsGoOn() {
        assertEquals("primary", calls.inPrimaryTransaction(session -> {
            String server = Calls.whoAnswers(session);
            assertOverloaded(Users.post(Users.email()));
            assertEquals(200, Users.get("/users").statusCode());
            return server;
        }));
        Users.created();
    }

    @Test
    void aReadIsRefusedAndWritesGoOn() {
        calls.onReplica1(first ->
                first.doReturningWork(held -> calls.onReplica2(second -> second.doReturningWork(also -> {
                    assertOverloaded(Users.get("/users"));
                    return Users.created();
                }))));
        assertEquals(200, Users.get("/users").statusCode());
    }

    @Test
    void aReadGoesToTheReplicaThatHasAConnection() {
        calls.onReplica1(session -> session.doReturningWork(held -> {
            assertEquals("replica-2", Users.get("/who").asString());
            return held;
        }));
    }

    private static void assertOverloaded(Response answer) {
        Users.assertProblem(503, "/problems/overloaded", answer);
        assertEquals("1", answer.header("Retry-After"));
        assertEquals("all up", Readiness.line("state"));
    }
}
