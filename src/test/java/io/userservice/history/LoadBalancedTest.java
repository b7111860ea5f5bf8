package io.userservice.history;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.LoadBalancedResource;
import io.userservice.history.Clients.Manner;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One replica that is two: what its next connection leads to may be older than what the last one showed. */
@QuarkusTest
@TestProfile(LoadBalancedTest.RoomForAll.class)
@WithTestResource(LoadBalancedResource.class)
class LoadBalancedTest {

    private static final int CLIENTS = 8;
    private static final String ON_REPLICA = "replica-1;reason=token-";
    private static final String ON_PRIMARY = "primary;reason=token-not-reached";

    /** A new connection with each read, and so the next server; and every read that falls back finds room. */
    public static final class RoomForAll implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.\"replica-1\".jdbc.flush-on-close", "true",
                    "user-service.consistency.wait", "5ms",
                    "user-service.routing.fallback-budget", Integer.toString(CLIENTS + 1));
        }
    }

    @TestHTTPResource
    URI base;

    @Test
    void nobodySeesAnOlderStateAndNobodyMeetsAnError() throws Exception {
        History history = new History();
        withReplayPaused("replica-2", () -> {
            try (Clients clients = new Clients(base, history, Manner.SENDS_TOKENS, 1)) {
                clients.start(CLIENTS);
                // Every other read meets the server that stays behind; each connects anew, which takes its time.
                await().atMost(Duration.ofSeconds(60)).until(() -> history.done() > 400);
                clients.stop();
                clients.readLast();
            }
        });
        assertEquals(List.of(), Checker.violations(history).stream().limit(10).toList());
        assertEquals(
                List.of(),
                history.operations().stream()
                        .filter(operation -> operation.answer().startsWith("5"))
                        .toList());
    }

    /** What a read shows and the position that goes with it are not asked for at once there. */
    @Test
    void serversThatCatchUpInTheMiddleOfAReadShowNobodyAnOlderState() throws Exception {
        History history = new History();
        try (Clients clients = new Clients(base, history, Manner.SENDS_TOKENS, 1)) {
            clients.start(CLIENTS);
            for (int turn = 0; history.done() < 400; turn++) {
                withReplayPaused("replica-" + (1 + turn % 2), () -> {});
            }
            clients.stop();
            clients.readLast();
        }
        assertEquals(List.of(), Checker.violations(history).stream().limit(10).toList());
    }

    @Test
    void theServerThatHasTheWriteAnswersAndForTheOtherOneThePrimary() throws Exception {
        withReplayPaused("replica-2", () -> {
            Response created = Users.created();
            Set<String> kinds = new HashSet<>();
            await().until(() -> {
                Response read = Users.getWithToken(Users.path(created), Users.token(created));
                assertEquals(200, read.statusCode(), read::asString);
                String servedBy = read.header("Served-By");
                assertTrue(servedBy.startsWith(ON_REPLICA) || servedBy.equals(ON_PRIMARY), servedBy);
                kinds.add(servedBy.startsWith(ON_REPLICA) ? ON_REPLICA : ON_PRIMARY);
                return kinds.size() == 2;
            });
        });
    }

    @Test
    void whatIsTooOldForTheClientIsNotShown() throws Exception {
        withReplayPaused("replica-2", () -> {
            Response created = Users.created();
            // Its lag counts from when the primary was seen beyond it.
            await().until(() -> bounded(created).header("Served-By").equals("primary;reason=too-stale"));
            for (int read = 0; read < 50; read++) {
                Response shown = bounded(created);
                assertEquals(200, shown.statusCode(), () -> shown.header("Served-By"));
            }
        });
    }

    private static Response bounded(Response created) {
        return given().header("Consistency", "bounded;max-staleness=1").get(Users.path(created));
    }
}
