package io.userservice.consistency;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.replication.WalPosition;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Without having sent one: so a client can keep tokens from its first request on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | {user}                | session                 | 200",
                "HEAD | {user}                | session                 | 200",
                "GET  | {nobody}              | session                 | 404",
                "HEAD | {nobody}              | session                 | 404",
                "GET  | /users                | session                 | 200",
                "GET  | /users?limit=1        | session                 | 200",
                "GET  | /users?email=x@x.test | session                 | 200",
                "GET  | /users?ids={id}       | session                 | 200",
                "GET  | {user}                | eventual                | 200",
                "GET  | {user}                | bounded;max-staleness=5 | 200",
                "GET  | {user}                | strong                  | 200",
            })
    void everyReadCarriesOne(String method, String path, String level, int status) {
        Response posted = Users.created();
        await().until(() ->
                Users.getWithToken(Users.path(posted), Users.token(posted)).path("id") != null);
        String of = path.replace("{user}", Users.path(posted))
                .replace("{nobody}", NOBODY)
                .replace("{id}", posted.path("id"));
        Response read = await().until(
                        () -> given().header("Consistency", level).request(method, of),
                        answer -> answer.statusCode() == status);
        assertTrue(position(read).lsn() > 0);
    }

    @Test
    void anAnswerThatNothingHasChangedCarriesOne() {
        Response posted = Users.created();
        Response read = given().header(ConsistencyHeaders.TOKEN, Users.token(posted))
                .header("If-None-Match", posted.header("ETag"))
                .get(Users.path(posted));
        assertEquals(304, read.statusCode());
        assertTrue(position(read).covers(position(posted)));
    }

    /** Of one that has never written, and that sends no more than the last token it was given. */
    @Test
    void aClientThatOnlyReadsSeesNothingDisappear() throws Exception {
        withReplayPaused("replica-1", () -> {
            Response posted = Users.created();
            Response shown = await().until(() -> Users.get(Users.path(posted)), read -> read.statusCode() == 200);
            String last = Users.token(shown);
            for (int i = 0; i < 30; i++) {
                Response again = Users.getWithToken(Users.path(posted), last);
                assertEquals(200, again.statusCode(), () -> "an older answer of " + servedBy(again));
                last = Users.token(again);
            }
        });
    }

    /** Further along than all that was ever written: whoever keeps it would be refused from then on. */
    @ParameterizedTest
    @CsvSource({"0, 1099511627776", "7, 0"})
    void noWriteHandsBackATokenThatNobodyWasGiven(int timelines, long bytes) {
        String invented = beyond(position(Users.created()), timelines, bytes);
        Response posted = given().header(ConsistencyHeaders.TOKEN, invented)
                .contentType(ContentType.JSON)
                .body(Map.of("email", Users.email()))
                .post("/users");
        Response read = Users.getWithToken(Users.path(posted), Users.token(posted));
        assertEquals(200, read.statusCode());
        Response missing = given().header(ConsistencyHeaders.TOKEN, invented).delete(NOBODY);
        assertTakesNoToken(404, missing);
    }

    /** As after a restore, or after an upgrade that starts the log anew. */
    @ParameterizedTest
    @CsvSource({"0, 1099511627776", "7, 0"})
    void aRefusedTokenIsReplacedSoThatNobodyIsLockedOut(int timelines, long bytes) {
        Response posted = Users.created();
        String invented = beyond(position(posted), timelines, bytes);
        Response refused = Users.getWithToken(Users.path(posted), invented);
        Users.assertProblem(400, "/problems/consistency-token", refused);
        assertTrue(position(refused).covers(position(posted)));
        assertEquals(
                200,
                Users.getWithToken(Users.path(posted), Users.token(refused)).statusCode());
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
                return read;
            }
        }
        throw new AssertionError("no server showed the change");
    }

    private static void assertTakesNoToken(int status, Response answer) {
        assertEquals(status, answer.statusCode(), answer::asString);
        assertNull(answer.header(ConsistencyHeaders.TOKEN));
    }

    private static String beyond(WalPosition written, int timelines, long bytes) {
        return ConsistencyToken.encode(new WalPosition(written.timeline() + timelines, written.lsn() + bytes));
    }

    private static WalPosition position(Response answer) {
        return ConsistencyToken.decode(Users.token(answer));
    }

    private static String servedBy(Response answer) {
        return answer.header("Served-By");
    }
}
