package io.userservice.consistency;

import static io.restassured.RestAssured.given;
import static io.userservice.devcluster.Faults.withApplyDelay;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
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

    private static final String NOBODY = "/users/01890a5d-ac96-774b-bcce-b302099a8057";

    @Test
    void everySuccessfulWriteTakesALaterToken() {
        Response posted = Users.created();
        Response put = Users.put(Users.path(posted), Users.email());
        Response deleted = given().delete(Users.path(posted));
        assertEquals(204, deleted.statusCode());
        assertTrue(position(put).isAfter(position(posted)));
        assertTrue(position(deleted).isAfter(position(put)));
    }

    @Test
    void aFailedWriteTakesNone() {
        String taken = Users.created().path("email");
        assertTakesNoToken(400, Users.post("no address"));
        assertTakesNoToken(409, Users.post(taken));
        assertTakesNoToken(404, Users.put(NOBODY, Users.email()));
        assertTakesNoToken(404, given().delete(NOBODY));
    }

    @Test
    void aReadWithoutATokenCarriesNone() {
        assertNull(Users.get(NOBODY).header(ConsistencyHeaders.TOKEN));
    }

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
    void noReadWithATokenMissesWhileReplicasAreHalfASecondBehind() throws Exception {
        Duration delay = Duration.ofMillis(500);
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

    @Test
    void theTokenOfAReadCoversWhatItShowed() throws Exception {
        Response posted = Users.created();
        String old = Users.token(posted);
        assertEquals(200, Users.getWithToken(Users.path(posted), old).statusCode());
        withReplayPaused("replica-2", () -> {
            String renamed = Users.email();
            Users.put(Users.path(posted), renamed);
            Response fresh = readUntilShown(Users.path(posted), old, renamed);
            for (int i = 0; i < 20; i++) {
                Response again = Users.getWithToken(Users.path(posted), Users.token(fresh));
                assertEquals(renamed, again.path("email"), () -> "an older answer of " + servedBy(again));
            }
        });
    }

    @Test
    void anEventualReadDoesNotTakeTheClientsTokenBack() throws Exception {
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    Response posted = Users.created();
                    Response eventual = given().header("Consistency", "eventual")
                            .header(ConsistencyHeaders.TOKEN, Users.token(posted))
                            .get(Users.path(posted));
                    assertEquals(404, eventual.statusCode());
                    assertEquals(
                            200,
                            Users.getWithToken(Users.path(posted), Users.token(eventual))
                                    .statusCode());
                }));
    }

    @Test
    void aFailedReadKeepsTheToken() {
        String token = Users.token(Users.created());
        Response missing = Users.getWithToken(NOBODY, token);
        assertEquals(404, missing.statusCode());
        assertTrue(position(missing).covers(ConsistencyToken.decode(token)));
    }

    /** Sends the old token only, so that both replicas may answer, until the one that has the change does. */
    private static Response readUntilShown(String path, String oldToken, String email) {
        for (int i = 0; i < 1_000; i++) {
            Response read = Users.getWithToken(path, oldToken);
            if (email.equals(read.path("email"))) {
                assertNotNull(servedBy(read));
                return read;
            }
        }
        throw new AssertionError("no server showed the change");
    }

    private static void assertTakesNoToken(int status, Response answer) {
        assertEquals(status, answer.statusCode(), answer::asString);
        assertNull(answer.header(ConsistencyHeaders.TOKEN));
    }

    private static WalPosition position(Response answer) {
        return ConsistencyToken.decode(Users.token(answer));
    }

    private static String servedBy(Response answer) {
        return answer.header("Served-By");
    }
}
