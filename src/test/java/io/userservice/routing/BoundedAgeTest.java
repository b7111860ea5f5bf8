package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static io.userservice.devcluster.Faults.withPrimaryFrozen;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Superuser;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How old what a bounded read shows may be, for an instance that never probes: it knows nothing but what was asked for a read. */
@QuarkusTest
@TestProfile(NoProbes.class)
@WithTestResource(ClusterResource.class)
class BoundedAgeTest {

    private static final Duration BOUND = Duration.ofMillis(300);
    private static final String FRESH = "replica-[12];reason=fresh-enough";

    @Test
    void aHealthyReplicaAnswersWhateverTheBound() {
        for (String bound : new String[] {"2", "3600"}) {
            for (int i = 0; i < 20; i++) {
                Response read = bounded("/who", bound);
                assertTrue(read.header("Served-By").matches(FRESH), () -> bound + ": " + read.header("Served-By"));
            }
        }
        // The machine may be busy for as long as these, and then what was asked is too old: but not each time.
        for (String bound : new String[] {"0.1", "0.3"}) {
            await().until(() -> bounded("/who", bound).header("Served-By").matches(FRESH));
        }
    }

    /** The write is none of this instance's, so that it knows nothing of it. */
    @Test
    void whatIsOlderThanTheBoundIsNeverShown() throws Exception {
        Response created = Users.created();
        awaitShown(created);
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    String email = Users.email();
                    renameBehindItsBack(created, email);
                    long written = System.nanoTime();
                    await().pollInterval(Duration.ofMillis(5)).until(() -> {
                        boolean isOver = System.nanoTime() - written > BOUND.toNanos();
                        Response read = bounded(Users.path(created), "0.3");
                        assertTrue(
                                !isOver || email.equals(read.path("email")),
                                () -> "an older answer of " + read.header("Served-By"));
                        return read.header("Served-By").equals("primary;reason=too-stale");
                    });
                    Response lax = bounded(Users.path(created), "3600");
                    assertTrue(lax.header("Served-By").matches(FRESH), () -> lax.header("Served-By"));
                }));
    }

    @Test
    void nobodyGetsYoungerWhileThePrimaryDoesNotAnswer() throws Exception {
        assertEquals(200, bounded("/who", "0.3").statusCode());
        withPrimaryFrozen(() -> {
            await().until(() -> bounded("/who", "0.3").statusCode() == 503);
            Response lax = bounded("/who", "3600");
            assertTrue(lax.header("Served-By").matches(FRESH), () -> lax.header("Served-By"));
        });
        await().until(() -> bounded("/who", "0.3").header("Served-By") != null
                && bounded("/who", "0.3").header("Served-By").matches(FRESH));
    }

    private static void awaitShown(Response created) {
        await().until(() -> Users.getWithToken(Users.path(created), Users.token(created))
                .header("Served-By")
                .startsWith("replica-"));
    }

    private static void renameBehindItsBack(Response created, String email) {
        String id = Users.path(created).substring("/users/".length());
        Superuser.ask(
                ClusterResource.cluster().primary(),
                "UPDATE users SET email = '" + email + "' WHERE id = '" + id + "' RETURNING id");
    }

    private static Response bounded(String path, String seconds) {
        return given().header("Consistency", "bounded;max-staleness=" + seconds).get(path);
    }
}
