package io.userservice.consistency;

import static io.userservice.Patience.await;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.AuroraResource;
import io.userservice.replication.Readiness;
import io.userservice.replication.WalPosition;
import org.junit.jupiter.api.Test;

/** Where servers say where they are as Aurora's do. Aurora itself is not here: a stand-in for its functions is. */
@QuarkusTest
@WithTestResource(AuroraResource.class)
class AuroraTest {

    @Test
    void aTokenIsAPositionInAurorasLog() {
        WalPosition position = ConsistencyToken.decode(Users.token(Users.created()));
        assertEquals(1, position.timeline());
        assertTrue(position.lsn() > AuroraResource.FIRST_POSITION, position::toString);
    }

    @Test
    void aReaderAnswersWhoeverHasWrittenOnceItHasThat() {
        Response created = Users.created();
        await().until(() -> {
            Response read = Users.getWithToken(Users.path(created), Users.token(created));
            assertEquals(200, read.statusCode(), read::asString);
            assertTrue(
                    ConsistencyToken.decode(Users.token(read)).covers(ConsistencyToken.decode(Users.token(created))));
            return read.header("Served-By").startsWith("replica-");
        });
    }

    @Test
    void theWriterAnswersWhatNoReaderHas() throws Exception {
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    Response created = Users.created();
                    Response read = Users.getWithToken(Users.path(created), Users.token(created));
                    assertEquals(200, read.statusCode());
                    assertEquals("primary;reason=token-not-reached", read.header("Served-By"));
                }));
    }

    @Test
    void lagIsWhatTheReaderHasReportedAndTheTimeSince() {
        await().until(() -> Readiness.line("replica-1").contains("state=up lag=2.017s"));
        await().until(() -> Readiness.line("primary").contains("state=up lag=0.000s"));
    }
}
