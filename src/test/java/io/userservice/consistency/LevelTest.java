package io.userservice.consistency;

import static io.restassured.RestAssured.given;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.meter.Exposition;
import io.userservice.replication.Readiness;
import io.userservice.replication.WalPosition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The levels of {@code Consistency}, and tokens that nobody was given. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class LevelTest {

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @ParameterizedTest
    @CsvSource({
        "eventual, replica-[12];reason=read-only",
        "session, replica-[12];reason=read-only",
        "strong, primary;reason=strong",
        "bounded;max-staleness=2, replica-[12];reason=fresh-enough",
        "bounded; max-staleness=2.5, replica-[12];reason=fresh-enough",
        "bounded;max-staleness=0, primary;reason=too-stale",
    })
    void aLevelChoosesTheServer(String level, String servedBy) {
        Response answer = given().header("Consistency", level).get("/who");
        assertTrue(answer.header("Served-By").matches(servedBy), () -> answer.header("Served-By"));
        assertTrue(answer.header("Served-By").startsWith(answer.asString()), answer::asString);
    }

    @Test
    void aBoundedReadDoesNotGetOlderDataThanItAllows() throws Exception {
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    Response posted = Users.created();
                    String path = Users.path(posted);
                    Readiness.awaitLine("replica-1", "lag=[1-9]");
                    Readiness.awaitLine("replica-2", "lag=[1-9]");
                    Response bounded = given().header("Consistency", "bounded;max-staleness=1")
                            .get(path);
                    assertEquals(200, bounded.statusCode());
                    assertEquals("primary;reason=too-stale", bounded.header("Served-By"));
                    Response lax = given().header("Consistency", "bounded;max-staleness=60")
                            .get(path);
                    assertEquals(404, lax.statusCode());
                }));
    }

    @Test
    void aStrongReadSeesEveryWriteAtOnceWithoutAToken() throws Exception {
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    String path = Users.path(Users.created());
                    assertEquals(
                            200,
                            given().header("Consistency", "strong").get(path).statusCode());
                    assertEquals(
                            404,
                            given().header("Consistency", "eventual").get(path).statusCode());
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Strong", "linearizable", "bounded", "bounded;max-staleness=", "bounded;max-staleness=-1"})
    void anythingElseIsRefused(String level) {
        Users.assertProblem(
                400,
                "/problems/consistency",
                given().header("Consistency", level).get("/who"));
    }

    @Test
    void twoLevelsAreRefused() {
        Users.assertProblem(
                400,
                "/problems/consistency",
                given().header("Consistency", "eventual", "strong").get("/who"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AgAAAAEAAAAAAAAAZA", ",", "a b"})
    @OnlyAsService(OnlyAsService.SPLITS_HEADERS)
    void aMalformedTokenIsRefusedAndCounted(String token) {
        double before = refused("malformed");
        Users.assertProblem(400, "/problems/consistency-token", Users.getWithToken("/who", token));
        assertEquals(before + 1, refused("malformed"));
    }

    @Test
    void aTokenBeyondEverythingWrittenIsRefusedAndCounted() {
        WalPosition written = ConsistencyToken.decode(Users.token(Users.created()));
        double before = refused("beyond-written");
        WalPosition beyond = new WalPosition(written.timeline(), written.lsn() + (1L << 40));
        WalPosition otherTimeline = new WalPosition(written.timeline() + 1, written.lsn());
        for (WalPosition forged : new WalPosition[] {beyond, otherTimeline}) {
            Users.assertProblem(
                    400, "/problems/consistency-token", Users.getWithToken("/users", ConsistencyToken.encode(forged)));
        }
        assertEquals(before + 2, refused("beyond-written"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofSeveralTokensTheLatestCounts(boolean latestFirst) throws Exception {
        String old = Users.token(Users.created());
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    Response posted = Users.created();
                    String late = Users.token(posted);
                    String list = latestFirst ? late + ", " + old : old + "," + late;
                    assertEquals(
                            200, Users.getWithToken(Users.path(posted), list).statusCode());
                    Response asLines =
                            given().header(ConsistencyHeaders.TOKEN, old, late).get(Users.path(posted));
                    assertEquals(200, asLines.statusCode());
                }));
    }

    private static double refused(String cause) {
        return Exposition.now().sum("user_service_tokens_refused_total", "cause=\"" + cause + "\"");
    }
}
