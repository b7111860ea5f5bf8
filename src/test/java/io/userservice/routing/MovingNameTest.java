package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Operated;
import io.userservice.Users;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.MovingNameResource;
import io.userservice.devcluster.MovingNameResource.Names;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * A planned switch to another primary, as RDS does it blue/green: the service is made read-only, another server is promoted and
 * gets the primary's name, and the old one goes on running under a name that nobody knows. One test, because nothing leads back.
 */
@QuarkusTest
@WithTestResource(value = MovingNameResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class MovingNameTest {

    private static final String READ_ONLY = "/q/maintenance/read-only";

    Names names;

    @Test
    void noReadFailsAndNoWriteGetsAnythingButReadOnly() throws Exception {
        Readiness.awaitAllUp();
        PostgresServer blue = names.cluster().primary();
        PostgresServer green = names.cluster().server("replica-1");
        Response before = Users.created();
        AtomicBoolean enough = new AtomicBoolean();
        List<String> refused = new ArrayList<>();
        ExecutorService clients = Executors.newFixedThreadPool(2);
        Future<?> reader = clients.submit(() -> {
            while (!enough.get()) {
                read(before);
            }
        });
        Future<?> writer = clients.submit(() -> {
            while (!enough.get()) {
                Response write = Users.post(Users.email());
                if (write.statusCode() != 201) {
                    refused.add(write.path("type"));
                }
            }
        });

        given().header("Authorization", "Bearer " + Operated.TOKEN).put(READ_ONLY);
        await("a write is refused").until(() -> Users.post(Users.email()).statusCode() == 503);
        Faults.awaitCaughtUp(green, blue);
        Faults.promote(green);
        Readiness.awaitLine("replica-1", "state=wrong-role");
        assertEquals(
                "replica-2;reason=token-reached",
                read(before).header("Served-By"),
                "the primary's name leads to one that was replaced");
        names.primary().leadTo(green);
        Readiness.awaitLine("primary", "state=up");
        String onBlue = count(blue);
        given().header("Authorization", "Bearer " + Operated.TOKEN).delete(READ_ONLY);
        Response written = await("a write succeeds")
                .atMost(Duration.ofSeconds(10))
                .until(() -> Users.post(Users.email()), answer -> answer.statusCode() == 201);

        enough.set(true);
        reader.get();
        writer.get();
        clients.shutdown();
        assertTrue(Set.of("/problems/read-only").containsAll(refused), refused::toString);
        assertEquals(onBlue, count(blue), "nothing is written to the old one");
        read(written);
    }

    private static Response read(Response written) {
        Response read = Users.getWithToken(Users.path(written), Users.token(written));
        assertEquals(200, read.statusCode(), read::asString);
        return read;
    }

    private static String count(PostgresServer server) {
        return Superuser.ask(server, "select count(*) from users");
    }
}
