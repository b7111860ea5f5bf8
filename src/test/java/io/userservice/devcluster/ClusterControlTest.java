package io.userservice.devcluster;

import static io.userservice.devcluster.Superuser.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the buttons of dev mode do, without the page: after each walk the cluster is whole. */
class ClusterControlTest {

    private final DevCluster cluster = DevCluster.withStandbys(2);
    private final ClusterControl control = new ClusterControl(cluster);
    private final PostgresServer primary = cluster.primary();
    private final PostgresServer first = cluster.server("replica-1");
    private final PostgresServer second = cluster.server("replica-2");

    @BeforeEach
    void makeATable() {
        write("CREATE TABLE seen (what text)");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aKilledPrimaryIsReplacedAndComesBackAsAStandbyAndThenAsThePrimary() {
        act(primary, "kill");
        act(first, "promote");
        assertStreaming(first, second);
        write("INSERT INTO seen VALUES ('from replica-1')");
        act(primary, "start");
        assertStreaming(first, primary, second);

        act(primary, "promote");
        assertStreaming(primary, first, second);
        write("INSERT INTO seen VALUES ('from primary')");
        assertAllHave("from replica-1", "from primary");
    }

    @Test
    void aSwitchoverLosesNothingAndTheOldPrimaryFollows() {
        write("INSERT INTO seen VALUES ('before')");
        act(second, "promote");
        assertStreaming(second, primary, first);
        assertAllHave("before");
    }

    @Test
    void whatOnlyAKilledPrimaryHadIsGone() {
        Faults.cutReceiver(first);
        Faults.cutReceiver(second);
        write("INSERT INTO seen VALUES ('lost')");
        act(primary, "kill");
        act(first, "promote");
        act(primary, "start");
        assertStreaming(first, primary, second);
        write("INSERT INTO seen VALUES ('kept')");
        assertAllHave("kept");
    }

    @Test
    void aStandbyThatHasMoreThanTheNewPrimaryIsCopiedAnew() {
        Faults.cutReceiver(first);
        write("INSERT INTO seen VALUES ('lost')");
        Faults.awaitCaughtUp(second, primary);
        act(primary, "kill");
        act(first, "promote");
        assertStreaming(first, second);
        write("INSERT INTO seen VALUES ('kept')");
        act(primary, "start");
        assertAllHave("kept");
    }

    @Test
    void aFrozenPrimaryIsFencedOffBeforeAnotherOneIsPromoted() {
        act(primary, "freeze");
        act(first, "promote");
        assertEquals("stopped", condition(primary));
        act(primary, "start");
        assertStreaming(first, primary, second);
    }

    @Test
    void aStandbyThatMissedAFailoverFollowsOnceItThawsOrResumes() {
        act(second, "pause-replay");
        act(primary, "kill");
        act(first, "promote");
        assertEquals("a standby, replay paused", condition(second));
        act(second, "resume-replay");
        assertStreaming(first, second);

        act(second, "freeze");
        act(primary, "start");
        act(primary, "promote");
        act(second, "thaw");
        assertStreaming(primary, first, second);
    }

    @Test
    void allCanStopAndStartInAnyOrder() {
        for (PostgresServer server : List.of(primary, first, second)) {
            act(server, "stop");
        }
        for (PostgresServer server : List.of(second, primary, first)) {
            act(server, "start");
        }
        assertStreaming(primary, first, second);
    }

    @Test
    void aFormerPrimaryWaitsForTheOneOfNow() {
        act(primary, "kill");
        act(first, "promote");
        act(first, "stop");
        assertTrue(assertThrows(IllegalStateException.class, () -> act(primary, "start"))
                .getMessage()
                .contains("replica-1 is the primary now"));
        act(first, "start");
        act(primary, "start");
        assertStreaming(first, primary, second);
    }

    @Test
    void aDelayedStandbyShowsLaterAndPromotionEndsTheDelay() {
        act(first, "delay-replay");
        write("INSERT INTO seen VALUES ('late')");
        Faults.awaitCaughtUp(second, primary);
        assertEquals("0", ask(first, "SELECT count(*) FROM seen"));
        act(first, "promote");
        assertEquals("the primary", condition(first));
        assertAllHave("late");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertTrue(assertThrows(IllegalStateException.class, () -> act(primary, "promote"))
                .getMessage()
                .contains("primary is the primary: no promote now"));
        assertThrows(IllegalArgumentException.class, () -> act(primary, "explode"));
        assertThrows(IllegalArgumentException.class, () -> control.act("replica-9", "stop"));
    }

    private void act(PostgresServer server, String action) {
        control.act(server.name(), action);
    }

    private String condition(PostgresServer server) {
        return control.getServers().stream()
                .filter(each -> each.get("name").equals(server.name()))
                .map(each -> each.get("condition"))
                .findFirst()
                .orElseThrow();
    }

    private void write(String sql) {
        try (Connection connection = Superuser.connect(control.primary());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertAllHave(String... rows) {
        for (PostgresServer server : cluster.servers()) {
            if (server != control.primary()) {
                Faults.awaitCaughtUp(server, control.primary());
            }
            assertEquals(String.join(" ", rows), ask(server, "SELECT string_agg(what, ' ') FROM seen"), server.name());
        }
    }

    private static void assertStreaming(PostgresServer from, PostgresServer... standbys) {
        assertEquals("f", ask(from, "SELECT pg_is_in_recovery()"));
        for (PostgresServer standby : standbys) {
            Faults.awaitCaughtUp(standby, from);
            assertTrue(new Standby(standby).hasAllOf(from), standby + " from " + from);
        }
    }
}
