package io.userservice.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Faults;
import org.junit.jupiter.api.Test;

/** The replicas have not replayed the migration of an empty primary. One test, because it happens only once. */
@QuarkusTest
@WithTestResource(
        value = ClusterResource.class,
        scope = TestResourceScope.RESTRICTED_TO_CLASS,
        initArgs = {@ResourceArg(name = "standbys", value = "2"), @ResourceArg(name = "replay-paused", value = "true")})
class UnsuitableReplicaTest {

    @Test
    void thePrimaryAnswersUntilTheReplicasHaveTheSchema() {
        for (int i = 0; i < 10; i++) {
            Response read = Users.get("/users");
            assertEquals(200, read.statusCode(), read::asString);
            assertTrue(read.header("Served-By").startsWith("primary;"));
        }
        for (String replica : new String[] {"replica-1", "replica-2"}) {
            Readiness.awaitLine(replica, "state=unsuitable .*reason=\"SQLSTATE 42P01\"");
        }
        assertEquals("primary;reason=replicas-down", Users.get("/users").header("Served-By"));
        for (String replica : new String[] {"replica-1", "replica-2"}) {
            Faults.resumeReplay(ClusterResource.cluster().server(replica));
        }
        Readiness.awaitAllUp();
        assertTrue(Users.get("/users").header("Served-By").startsWith("replica-"));
    }
}
