package io.userservice.consistency;

import static io.restassured.RestAssured.given;
import static io.userservice.devcluster.Faults.withReplayPaused;
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
import org.junit.jupiter.api.Test;

/** Which token an answer carries, and that it covers what the answer showed. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class AnswerTokenTest {

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
