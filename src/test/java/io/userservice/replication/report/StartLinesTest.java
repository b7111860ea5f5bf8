package io.userservice.replication.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.replication.ServerState;
import io.userservice.replication.report.StartLines.Seen;
import io.userservice.replication.roster.Placement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the start tells of the servers. */
class StartLinesTest {

    private static final Seen PRIMARY = seen("primary", "a:5432", facts("1.1 5432"));
    private static final Seen REPLICA = seen("replica-1", "b:5432", facts("1.2 5432"));

    @Test
    void eachServerHasALine() {
        Seen reports = new Seen(
                "replica-2",
                "c:5433",
                ServerState.LATE,
                new Placement(Optional.of("eu-central-1a"), "reporting", 1),
                false,
                22,
                facts("1.3 5433"));
        Seen several = new Seen("replica-3", "d:5432", ServerState.BANNED, Placement.USUAL, true, 21, null);
        assertEquals(
                List.of(
                        "server-at-start server=primary at=a:5432 role=primary version=18.6 state=up",
                        "server-at-start server=replica-1 at=b:5432 role=replica version=18.6 state=up",
                        "server-at-start server=replica-2 at=c:5433 role=replica version=18.6 state=late zone=eu-central-1a"
                                + " group=reporting",
                        "server-at-start server=replica-3 at=d:5432 role=replica version=unknown state=banned"
                                + " several-servers"),
                new StartLines(List.of(PRIMARY, REPLICA, reports, several)).inform());
    }

    @Test
    void withoutAReplicaItSaysWhoAnswers() {
        List<String> lines = new StartLines(List.of(PRIMARY)).inform();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(
                lines.get(1).contains("no replica is configured, so the primary answers all reads"), lines::toString);
    }

    @Test
    void whatIsAsItShouldBeIsNoReasonToWarn() {
        assertWarned(List.of(PRIMARY, REPLICA));
        assertWarned(List.of(PRIMARY, seen("replica-1", "b:5432", null), seen("replica-2", "b:5432", null)));
    }

    @Test
    void oneServerWithTwoNamesIs() {
        assertWarned(
                List.of(PRIMARY, REPLICA, seen("replica-2", "elsewhere:5432", REPLICA.facts())),
                "same-server servers=replica-1,replica-2:");
        assertWarned(
                List.of(PRIMARY, REPLICA, seen("replica-2", "a:5432", PRIMARY.facts())),
                "same-server servers=primary,replica-2:");
    }

    @Test
    void oneThatIsSeveralMayBeAnyOfThem() {
        Seen balanced = new Seen("replica-2", "lb:5432", ServerState.UP, Placement.USUAL, true, 21, REPLICA.facts());
        assertWarned(List.of(PRIMARY, REPLICA, balanced));
    }

    @Test
    void aUserWhoSeesTooLittleIsToldOnce() {
        ServerFacts blind = new ServerFacts("13.1", "app", false, "1.1 5432", 97);
        ServerFacts alsoBlind = new ServerFacts("13.1", "app", false, "1.2 5432", 97);
        assertWarned(
                List.of(seen("primary", "a:5432", blind), seen("replica-1", "b:5432", alsoBlind)),
                "no-pg-monitor user=app servers=primary,replica-1:");
    }

    @Test
    void soAreMoreConnectionsThanAServerTakes() {
        ServerFacts small = new ServerFacts("18.6", "users", true, "1.1 5432", 20);
        assertWarned(List.of(seen("primary", "a:5432", small), REPLICA), "too-many-connections server=primary");
    }

    private static void assertWarned(List<Seen> servers, String... beginnings) {
        List<String> warnings = new StartLines(servers).warn(1);
        assertEquals(beginnings.length, warnings.size(), warnings::toString);
        for (int i = 0; i < beginnings.length; i++) {
            assertTrue(warnings.get(i).startsWith(beginnings[i]), warnings::toString);
        }
    }

    private static Seen seen(String name, String address, @Nullable ServerFacts facts) {
        return new Seen(name, address, ServerState.UP, Placement.USUAL, false, 22, facts);
    }

    private static ServerFacts facts(String process) {
        return new ServerFacts("18.6", "users", true, process, 97);
    }
}
