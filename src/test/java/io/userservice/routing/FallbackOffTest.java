package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static io.userservice.devcluster.Faults.withReplicaDown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.ThreeAtOnceNoFallback;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.replication.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The primary does not answer for replicas if it is told not to. */
@QuarkusTest
@TestProfile(ThreeAtOnceNoFallback.class)
@WithTestResource(ClusterResource.class)
class FallbackOffTest {

    @AfterEach
    void allServersAreBack() {
        Readiness.awaitAllUp();
    }

    @Test
    void withoutReplicasThereAreNoReads() throws Exception {
        Readiness.awaitAllUp();
        withReplicaDown(
                "replica-1",
                () -> withReplicaDown("replica-2", () -> {
                    Response refused = Users.get("/who");
                    Users.assertProblem(503, "/problems/read-unavailable", refused);
                    assertEquals("1", refused.header("Retry-After"));
                    assertEquals(
                            "primary",
                            given().header("Consistency", "strong").get("/who").asString());
                    Users.created();
                }));
    }
}
