package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.Readiness;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bounded read whose replica was young enough when it was chosen, and is not any more when there is a connection. */
@QuarkusTest
@TestProfile(OneConnectionEach.class)
@WithTestResource(ClusterResource.class)
class BoundedWaitTest {

    private static final Duration BOUND = Duration.ofMillis(500);

    @Inject
    Calls calls;

    private final ExecutorService client = Executors.newSingleThreadExecutor();

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void theAgeIsLookedAtAgainWhenThereIsAConnection() throws Exception {
        Response created = Users.created();
        await().until(() -> Users.getWithToken(Users.path(created), Users.token(created))
                .header("Served-By")
                .startsWith("replica-"));
        String email = Users.email();
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    Response read = calls.onReplica1(first -> first.doReturningWork(held -> calls.onReplica2(
                                    second -> second.doReturningWork(also -> readAndWrite(created, email)))))
                            .get();
                    assertEquals(email, read.path("email"), () -> "an older answer of " + read.header("Served-By"));
                    assertEquals("primary;reason=too-stale", read.header("Served-By"));
                }));
        client.shutdown();
    }

    /** Returns when what replicas have is older than the bound; the read waits for a connection meanwhile. */
    private Future<Response> readAndWrite(Response created, String email) {
        Future<Response> read = client.submit(
                () -> given().header("Consistency", "bounded;max-staleness=0.5").get(Users.path(created)));
        String id = Users.path(created).substring("/users/".length());
        Superuser.ask(
                ClusterResource.cluster().primary(),
                "UPDATE users SET email = '" + email + "' WHERE id = '" + id + "' RETURNING id");
        long written = System.nanoTime();
        await().until(() -> System.nanoTime() - written > BOUND.plusMillis(200).toNanos());
        return read;
    }
}
