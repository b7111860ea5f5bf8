package io.userservice.consistency;

import static io.restassured.RestAssured.given;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.userservice.CookieAndShortTimes;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.replication.WalPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The token in a cookie, for browsers; and strong reads switched off. */
@QuarkusTest
@TestProfile(CookieAndShortTimes.class)
@WithTestResource(ClusterResource.class)
@OnlyAsService("it restarts Quarkus, whose last event loop takes the first event of the next")
class CookieTest {
    /** A list that goes on has a token in it, and so gives a new cookie in place of a bad one. */
    private static final String NO_NEXT_PAGE = "/users?email=nobody@example.com";

    @Test
    void aWriteSetsACookieThatScriptsCannotRead() {
        Response posted = Users.created();
        Cookie cookie = posted.detailedCookie(ConsistencyHeaders.COOKIE);
        assertEquals(Users.token(posted), cookie.getValue());
        assertTrue(cookie.isHttpOnly());
        assertEquals("Lax", cookie.getSameSite());
        assertEquals("/", cookie.getPath());
    }

    @Test
    void aBrowserSeesItsOwnWrite() throws Exception {
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    Response posted = Users.created();
                    Response read = given().cookie(posted.detailedCookie(ConsistencyHeaders.COOKIE))
                            .get(Users.path(posted));
                    assertEquals(200, read.statusCode());
                    assertEquals("primary;reason=token-not-reached", read.header("Served-By"));
                    assertTrue(!read.cookie(ConsistencyHeaders.COOKIE).isEmpty());
                }));
    }

    @Test
    void theHeaderCountsBeforeTheCookie() {
        Response posted = Users.created();
        Response read = given().cookie(ConsistencyHeaders.COOKIE, "not a token")
                .header(ConsistencyHeaders.TOKEN, Users.token(posted))
                .get(Users.path(posted));
        assertEquals(200, read.statusCode());
    }

    /** A browser sends it with every request and cannot be told to stop, for instance after a restore from a backup. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "0/16B3748", ""})
    void aMalformedCookieLocksNobodyOut(String value) {
        Response read = given().cookie(ConsistencyHeaders.COOKIE, value).get(NO_NEXT_PAGE);
        assertEquals(200, read.statusCode());
        assertReplaced(value, read);
    }

    @Test
    void aCookieBeyondEverythingWrittenLocksNobodyOut() {
        WalPosition written = ConsistencyToken.decode(Users.token(Users.created()));
        String beyond = ConsistencyToken.encode(new WalPosition(written.timeline(), written.lsn() + (1L << 40)));
        Response read = given().cookie(ConsistencyHeaders.COOKIE, beyond).get(NO_NEXT_PAGE);
        assertEquals(200, read.statusCode(), read::asString);
        assertReplaced(beyond, read);
    }

    /** By one that covers what was read. */
    private static void assertReplaced(String refused, Response read) {
        String cookie = read.cookie(ConsistencyHeaders.COOKIE);
        assertNotEquals(refused, cookie);
        assertEquals(Users.token(read), cookie);
    }

    @Test
    void aStrongReadIsForbidden() {
        Users.assertProblem(
                403,
                "/problems/strong-reads-off",
                given().header("Consistency", "strong").get("/users"));
    }
}
