package io.userservice.replication;

import static io.userservice.replication.ServerStatusTest.LIMITS;
import static io.userservice.replication.ServerStatusTest.T0;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A replica that fails reads which another one answers, and one that is slower than others. */
class FailingOrSlowReplicaTest {

    private static final String WHY = "SQLSTATE 08001";

    private ServerStatus replica = seenAfter(ServerStatus.unknown(T0), 0);

    @Test
    void oneThatFailsReadsIsLeftAloneWhateverItAnswersToProbes() {
        replica = replica.failing(T0, "SQLSTATE XX001", LIMITS);
        replica = seenAfter(4);
        assertEquals(ServerState.FAILING, replica.state());
        assertEquals("SQLSTATE XX001", replica.reason());
        assertFalse(replica.isInUse());
        replica = seenAfter(5);
        assertEquals(ServerState.UP, replica.state());
        replica = replica.failing(T0.plusSeconds(6), "SQLSTATE XX001", LIMITS);
        assertEquals(Duration.ofSeconds(10), replica.ban(), "again, and soon");
    }

    @Test
    void oneThatIsOutOfUseAnywayIsNotFailing() {
        replica = replica.unreachable(T0, WHY, LIMITS);
        assertEquals(replica, replica.failing(T0, "SQLSTATE XX001", LIMITS));
        assertEquals(ServerState.BANNED, replica.state());
    }

    @Test
    void aSlowOneGetsAFewReadsUntilItIsWellAgain() {
        replica = replica.slow(T0, "its reads take 50 ms");
        replica = seenAfter(0);
        assertEquals(ServerState.SLOW, replica.state());
        assertEquals("its reads take 50 ms", replica.reason());
        assertTrue(replica.isInUse());
        assertEquals(0.05, replica.share(T0, LIMITS.recovery()));
        replica = replica.wellAgain(T0);
        assertEquals(ServerState.UP, replica.state());
        assertEquals(0, replica.share(T0, LIMITS.recovery()));
        assertEquals(1, replica.share(T0.plusSeconds(30), LIMITS.recovery()));
    }

    @Test
    void ofASlowOneWhatIsWorseCounts() {
        replica = replica.slow(T0, "its reads take 50 ms");
        Lag over = new Lag(Duration.ofSeconds(11), 1 << 20);
        ReplicationStatus answer = new ReplicationStatus(true, false, new WalPosition(1, 100), T0);
        assertEquals(
                ServerState.LATE,
                replica.answered(answer, over, Role.REPLICA, true, LIMITS).state());
    }

    private ServerStatus seenAfter(int seconds) {
        return seenAfter(replica, seconds);
    }

    private static ServerStatus seenAfter(ServerStatus known, int seconds) {
        ReplicationStatus answer = new ReplicationStatus(true, false, new WalPosition(1, 100), T0.plusSeconds(seconds));
        return known.answered(answer, Lag.NONE, Role.REPLICA, true, LIMITS);
    }
}
