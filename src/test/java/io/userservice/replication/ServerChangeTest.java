package io.userservice.replication;

import static io.userservice.replication.ServerStatusTest.LIMITS;
import static io.userservice.replication.ServerStatusTest.T0;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** What the log says when the state of a server changes. */
class ServerChangeTest {

    private final ServerStatus up = answeredBy(ServerStatus.unknown(T0), true);

    @Test
    void aBanIsAWarningWithItsReasonAndLength() {
        assertWarned(
                "server-banned server=replica-1 at=10.0.0.7:5432 was=up for=PT5S why=\"SQLSTATE 08001\" lag=PT0S lag-bytes=0",
                up.unreachable(T0, "SQLSTATE 08001", LIMITS));
    }

    @Test
    void soIsAFullServer() {
        assertWarned(
                "server-full server=replica-1 at=10.0.0.7:5432 was=up for=PT5S why=\"SQLSTATE 53300\" lag=PT0S lag-bytes=0",
                up.full(T0, "SQLSTATE 53300", LIMITS));
    }

    @Test
    void soIsAReplicaThatIsThePrimary() {
        assertWarned(
                "server-wrong-role server=replica-1 at=10.0.0.7:5432 was=up why=\"is the primary\" lag=PT0S lag-bytes=0",
                answeredBy(up, false));
    }

    @Test
    void soIsAReplicaThatCannotAnswer() {
        assertWarned(
                "server-unsuitable server=replica-1 at=10.0.0.7:5432 was=up why=\"SQLSTATE 42P01\" lag=PT0S lag-bytes=0",
                up.unsuitable(T0, "SQLSTATE 42P01"));
    }

    @Test
    void aReturnIsNoReasonToWarn() {
        ServerStatus banned = up.unreachable(T0, "SQLSTATE 08001", LIMITS);
        ServerChange back = changeTo(banned, answeredBy(banned, true));
        assertEquals(Logger.Level.INFO, back.level());
        assertEquals("server-up server=replica-1 at=10.0.0.7:5432 was=banned lag=PT0S lag-bytes=0", back.line());
    }

    @Test
    void whatStaysTheSameIsNoChange() {
        ServerStatus banned = up.unreachable(T0, "SQLSTATE 08001", LIMITS);
        assertFalse(
                changeTo(banned, banned.failed(T0, "SQLSTATE 08006", LIMITS)).isOne());
    }

    private void assertWarned(String line, ServerStatus after) {
        ServerChange change = changeTo(up, after);
        assertEquals(line, change.line());
        assertEquals(Logger.Level.WARN, change.level());
    }

    private static ServerChange changeTo(ServerStatus before, ServerStatus after) {
        return new ServerChange("replica-1", "10.0.0.7:5432", before, after);
    }

    private static ServerStatus answeredBy(ServerStatus before, boolean standby) {
        ReplicationStatus answer = new ReplicationStatus(standby, false, new WalPosition(1, 100), T0);
        return before.answered(answer, Lag.NONE, Role.REPLICA, true, LIMITS);
    }
}
