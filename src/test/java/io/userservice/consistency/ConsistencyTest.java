package io.userservice.consistency;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static io.userservice.devcluster.Faults.withApplyDelay;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.replication.WalPosition;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a client sees that sends its tokens back, and what one sees that does not. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class ConsistencyTest {

    @Test
    void aClientSeesItsOwnWriteThoughNoReplicaHasIt() throws Exception {
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    Response posted = Users.created();
                    Response read = Users.getWithToken(Users.path(posted), Users.token(posted));
                    assertEquals("primary;reason=token-not-reached", servedBy(read));
                    assertEquals(posted.<String>path("email"), read.path("email"));

                    Response without = Users.get(Users.path(posted));
                    assertEquals(404, without.statusCode());
                    assertTrue(servedBy(without).matches("replica-[12];reason=read-only"), servedBy(without));
                }));
    }

    /** Whoever was told of a deletion by one replica does not see the user again on another that is behind. */
    @Test
    void whatIsGoneDoesNotComeBack() throws Exception {
        Response posted = Users.created();
        String token = Users.token(posted);
        assertEquals(200, Users.getWithToken(Users.path(posted), token).statusCode());
        withReplayPaused("replica-1", () -> {
            assertEquals(204, given().delete(Users.path(posted)).statusCode());
            Response gone = await().until(
                            () -> Users.getWithToken(Users.path(posted), token), read -> read.statusCode() == 404);
            String told = Users.token(gone);
            for (int i = 0; i < 50; i++) {
                assertEquals(404, Users.getWithToken(Users.path(posted), told).statusCode());
            }
        });
    }

    @Test
    void aClientSeesThatItsUserIsGone() throws Exception {
        Response posted = Users.created();
        assertEquals(
                200, Users.getWithToken(Users.path(posted), Users.token(posted)).statusCode());
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    Response deleted = given().delete(Users.path(posted));
                    assertEquals(
                            404,
                            Users.getWithToken(Users.path(posted), Users.token(deleted))
                                    .statusCode());
                }));
    }

    @Test
    void theReplicaThatHasTheWriteAnswers() throws Exception {
        withReplayPaused("replica-1", () -> {
            for (int i = 0; i < 10; i++) {
                Response posted = Users.created();
                // Until replica-2 has it too the primary answers.
                Response read = await().until(
                                () -> Users.getWithToken(Users.path(posted), Users.token(posted)),
                                answer -> !servedBy(answer).startsWith("primary"));
                assertEquals(200, read.statusCode());
                assertTrue(servedBy(read).matches("replica-2;reason=token-(reached|awaited)"), servedBy(read));
            }
        });
    }

    @Test
    void noReadWithATokenMissesWhileReplicasAreTwoSecondsBehind() throws Exception {
        Duration delay = Duration.ofSeconds(2);
        withApplyDelay(
                "replica-1",
                delay,
                () -> withApplyDelay("replica-2", delay, () -> {
                    Set<String> reasons = new HashSet<>();
                    for (int i = 0; i < 20; i++) {
                        Response posted = Users.created();
                        Response read = Users.getWithToken(Users.path(posted), Users.token(posted));
                        assertEquals(200, read.statusCode());
                        assertTrue(position(read).covers(position(posted)));
                        reasons.add(servedBy(read));
                    }
                    assertEquals(Set.of("primary;reason=token-not-reached"), reasons);
                }));
    }

    private static WalPosition position(Response answer) {
        return ConsistencyToken.decode(Users.token(answer));
    }

    private static String servedBy(Response answer) {
        return answer.header("Served-By");
    }
}
