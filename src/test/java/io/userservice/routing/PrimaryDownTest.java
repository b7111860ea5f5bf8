package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static io.userservice.devcluster.Faults.withPrimaryDown;
import static io.userservice.devcluster.Faults.withPrimaryFrozen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.Readiness;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without the primary, reads go on and writes are refused, until it is back. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class PrimaryDownTest {

    /** What a read would take that is not cut off: the driver's socketTimeout. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(5);

    @BeforeEach
    @AfterEach
    void allServersWork() {
        await().until(() -> Users.post(Users.email()).statusCode() == 201);
        Readiness.awaitAllUp();
    }

    @Test
    void readsGoOn() throws Exception {
        Response posted = Users.created();
        assertEquals(
                200, Users.getWithToken(Users.path(posted), Users.token(posted)).statusCode());
        withPrimaryDown(() -> {
            for (int i = 0; i < 100; i++) {
                Response read = Users.get("/who");
                assertEquals(200, read.statusCode(), read::asString);
                assertTrue(read.asString().startsWith("replica-"), read::asString);
            }
            Readiness.awaitLine("primary", "state=banned");
            assertEquals(200, Users.get("/users").statusCode());
        });
    }

    @Test
    void aClientWithATokenReadsFromAReplicaThatHasReachedIt() throws Exception {
        Response posted = Users.created();
        String path = Users.path(posted);
        await().until(
                        () -> Users.getWithToken(path, Users.token(posted)).header("Served-By"),
                        by -> by.startsWith("r"));
        withPrimaryDown(() -> {
            Response read = Users.getWithToken(path, Users.token(posted));
            assertEquals(200, read.statusCode(), read::asString);
            assertEquals(200, Users.getWithToken(path, Users.token(read)).statusCode());
        });
    }

    /** They are cut off when it does not answer a probe either, well before their connections time out (5 s). */
    @Test
    void readsThatOnlyItMayAnswerDoNotHangWithIt() throws Exception {
        strong();
        withPrimaryFrozen(() -> {
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                Users.assertProblem(503, "/problems/read-unavailable", strong());
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                assertTrue(took.compareTo(READ_LIMIT) < 0, took::toString);
            }
            Readiness.awaitLine("primary", "state=banned");
        });
    }

    private static Response strong() {
        return given().header("Consistency", "strong").get("/users");
    }

    @Test
    void writesAreRefusedAndNothingIsWritten() throws Exception {
        String email = Users.email();
        withPrimaryDown(() -> {
            for (int i = 0; i < 3; i++) {
                Response refused = Users.post(email);
                Users.assertProblem(503, "/problems/write-unavailable", refused);
                assertEquals("1", refused.header("Retry-After"));
            }
        });
        assertEquals("0", onPrimary("select count(*) from users where email = '" + email + "'"));
    }

    @Test
    void writesWorkAgainWithoutARestartOfTheService() throws Exception {
        Users.created();
        withPrimaryDown(() -> Users.assertProblem(503, "/problems/write-unavailable", Users.post(Users.email())));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Users.post(Users.email()).statusCode() == 201);
    }

    @Test
    void theServiceStaysReadyAndSaysThatItIsDegraded() throws Exception {
        withPrimaryDown(() -> {
            Readiness.awaitLine("primary", "state=banned");
            Response report = Readiness.report();
            assertEquals(200, report.statusCode());
            assertEquals("UP", report.path("status"));
            assertEquals("degraded", Readiness.line("state"));
        });
    }

    private static String onPrimary(String sql) {
        return Superuser.ask(ClusterResource.cluster().primary(), sql);
    }
}
