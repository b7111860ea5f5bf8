package io.userservice.replication;

import static io.userservice.devcluster.Faults.withReplayPaused;
import static io.userservice.devcluster.Faults.withReplicaDown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.meter.Exposition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see of the servers. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class ServersHealthTest {

    @BeforeEach
    @AfterEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void everyServerHasALine() {
        String number = "\\d+\\.\\d{3}s lag-bytes=\\d+ since=\\d{4}-\\d\\d-\\d\\dT\\S+Z";
        assertTrue(Readiness.line("primary").matches("role=primary state=up lag=" + number));
        for (String replica : List.of("replica-1", "replica-2")) {
            assertTrue(Readiness.line(replica).matches("role=replica state=up lag=" + number));
        }
    }

    @Test
    void aReplicaThatIsDownIsBannedAndTheServiceIsReady() throws Exception {
        String upSince = since("replica-1");
        withReplicaDown("replica-1", () -> {
            Readiness.awaitLine("replica-1", "state=banned");
            assertNotEquals(upSince, since("replica-1"));
            assertEquals("degraded", Readiness.line("state"));
            assertEquals(200, Readiness.report().statusCode());
            assertEquals(
                    1, Exposition.now().sum("user_service_server_state", "server=\"replica-1\"", "state=\"banned\""));
            assertEquals(0, Exposition.now().sum("user_service_server_state", "server=\"replica-1\"", "state=\"up\""));
        });
        Readiness.awaitLine("replica-1", "state=up");
    }

    @Test
    void lagShowsWhileReplayIsPaused() throws Exception {
        withReplayPaused("replica-2", () -> {
            Users.created();
            Readiness.awaitLine("replica-2", "lag=[1-9]");
            assertTrue(Exposition.now().sum("user_service_replica_lag_seconds", "server=\"replica-2\"") >= 1);
            assertTrue(Exposition.now().sum("user_service_replica_lag_bytes", "server=\"replica-2\"") > 0);
            assertTrue(Readiness.line("replica-2").contains("state=up"), "far from the limit");
        });
        Readiness.awaitLine("replica-2", "lag=0\\.000s lag-bytes=0 ");
        assertEquals(0, Exposition.now().sum("user_service_replica_lag_seconds", "server=\"replica-2\""));
    }

    @Test
    void everyRouteIsCountedWithItsReason() {
        String[] write = {"server=\"primary\"", "role=\"primary\"", "reason=\"write\""};
        double before = Exposition.now().sum("user_service_calls_total", write);
        Users.created();
        assertEquals(before + 1, Exposition.now().sum("user_service_calls_total", write));

        String[] read = {"role=\"replica\"", "reason=\"read-only\""};
        double reads = Exposition.now().sum("user_service_calls_total", read);
        Users.get("/users");
        assertEquals(reads + 1, Exposition.now().sum("user_service_calls_total", read));
    }

    @Test
    void aWaitAndAFallbackAreCounted() throws Exception {
        double waits = Exposition.now().sum("user_service_consistency_wait_seconds_count");
        double fallbacks = Exposition.now().sum("user_service_fallbacks_total", "reason=\"token-not-reached\"");
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    Response posted = Users.created();
                    Users.getWithToken(Users.path(posted), Users.token(posted));
                }));
        assertEquals(waits + 1, Exposition.now().sum("user_service_consistency_wait_seconds_count"));
        assertEquals(
                fallbacks + 1, Exposition.now().sum("user_service_fallbacks_total", "reason=\"token-not-reached\""));
        assertTrue(Exposition.now().sum("user_service_consistency_wait_seconds_sum") > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"replica-1", "replica-2"})
    void everyReplicaHasAGaugeOfItsState(String replica) {
        assertEquals(
                1, Exposition.now().sum("user_service_server_state", "server=\"" + replica + "\"", "state=\"up\""));
        assertEquals(1, Exposition.now().sum("user_service_server_state", "server=\"" + replica + "\""));
    }

    private static String since(String server) {
        return Readiness.line(server).replaceAll(".* since=", "");
    }
}
