package io.userservice.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServerStatusTest {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    static final Limits LIMITS = new Limits(
            new Lag(Duration.ofSeconds(10), 8 << 20),
            3,
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30));
    private static final String WHY = "SQLSTATE 08001";
    private static final Lag OVER = new Lag(Duration.ofSeconds(11), 1 << 20);
    private static final Lag BETWEEN = new Lag(Duration.ofSeconds(8), 1 << 20);
    private static final Lag LONG_BUT_SMALL = new Lag(Duration.ofHours(1), 1);
    private static final Lag SHORT_BUT_LARGE = new Lag(Duration.ofSeconds(1), 1 << 30);

    private ServerStatus replica = ServerStatus.unknown(T0);
    private int probes;

    private ServerState sees(Lag lag) {
        replica = replica.answered(sighting(true), lag, Role.REPLICA, false, LIMITS);
        return replica.state();
    }

    private ReplicationStatus sighting(boolean standby) {
        return new ReplicationStatus(standby, false, new WalPosition(1, 100), T0.plusMillis(250L * ++probes));
    }

    private static ReplicationStatus sightingAt(Instant time) {
        return new ReplicationStatus(true, false, new WalPosition(1, 100), time);
    }

    @Test
    void aReplicaIsLateIfItIsBehindInTimeOrFarBehindInBytes() {
        for (Lag lag : new Lag[] {LONG_BUT_SMALL, SHORT_BUT_LARGE, OVER}) {
            replica = ServerStatus.unknown(T0);
            assertEquals(ServerState.UP, sees(BETWEEN));
            assertEquals(ServerState.LATE, sees(lag));
            assertEquals("", replica.reason());
        }
    }

    /** Nothing but that is known of it by an instance that has just started. */
    @Test
    void aReplicaThatWasNotSeenToHaveAnythingOfThePrimaryIsLateUntilItWas() {
        assertEquals(ServerState.LATE, sees(Lag.unknown(40)));
        assertEquals("not yet seen to have what the primary had", replica.reason());
        assertEquals(ServerState.UP, sees(BETWEEN));
        assertEquals("", replica.reason());
        assertEquals(1, replica.share(T0, LIMITS.recovery()), "a healthy start loses no time");
    }

    @Test
    void aLateReplicaIsBackBelowHalfOfTheLimitOnTwoProbesInARow() {
        assertEquals(ServerState.LATE, sees(OVER));
        assertEquals(ServerState.LATE, sees(BETWEEN));
        assertEquals(ServerState.LATE, sees(Lag.NONE));
        assertEquals(ServerState.LATE, sees(BETWEEN));
        assertEquals(ServerState.LATE, sees(Lag.NONE));
        assertEquals(ServerState.UP, sees(Lag.NONE));
    }

    @Test
    void threeFailedProbesInARowBanAServer() {
        sees(Lag.NONE);
        replica = replica.failed(T0, WHY, LIMITS).failed(T0, WHY, LIMITS);
        sees(Lag.NONE);
        replica = replica.failed(T0, WHY, LIMITS).failed(T0, WHY, LIMITS);
        assertEquals(ServerState.UP, replica.state());
        replica = replica.failed(T0, WHY, LIMITS);
        assertEquals(ServerState.BANNED, replica.state());
        assertTrue(replica.isBanned(T0.plusSeconds(4)));
        assertFalse(replica.isBanned(T0.plusSeconds(5)));
    }

    @Test
    void oneFailedConnectionOfARequestBansAServer() {
        sees(Lag.NONE);
        replica = replica.unreachable(T0, WHY, LIMITS);
        assertTrue(replica.isBanned(T0));
    }

    @Test
    void bansDoubleToAMinuteAndALaterFailureDuringABanDoesNotProlongIt() {
        sees(Lag.NONE);
        Instant now = T0;
        for (int expected : new int[] {5, 10, 20, 40, 60, 60}) {
            replica = replica.unreachable(now, WHY, LIMITS)
                    .unreachable(now.plusSeconds(1), WHY, LIMITS)
                    .failed(now, WHY, LIMITS);
            assertEquals(Duration.ofSeconds(expected), Duration.between(now, replica.bannedUntil()));
            now = replica.bannedUntil();
        }
    }

    @Test
    void oneGoodProbeEndsABan() {
        sees(Lag.NONE);
        replica = replica.unreachable(T0, WHY, LIMITS);
        assertEquals(ServerState.UP, sees(Lag.NONE));
        assertFalse(replica.isBanned(T0));
    }

    @Test
    void aBanThatRunsOutWithoutAGoodProbeDoesNotPutAServerBackInUse() {
        sees(Lag.NONE);
        replica = replica.unreachable(T0, WHY, LIMITS);
        Instant later = replica.bannedUntil().plusSeconds(1);
        assertFalse(replica.isBanned(later));
        assertFalse(replica.isInUse());
    }

    @Test
    void theNextBanIsLongerSoonAfterAReturnAndNotLongAfter() {
        sees(Lag.NONE);
        replica = replica.unreachable(T0, WHY, LIMITS);
        sees(Lag.NONE);
        Instant returned = replica.returnedAt();
        ServerStatus soon = replica.unreachable(returned.plusSeconds(29), WHY, LIMITS);
        ServerStatus late = replica.unreachable(returned.plusSeconds(31), WHY, LIMITS);
        assertEquals(Duration.ofSeconds(10), soon.ban());
        assertEquals(Duration.ofSeconds(5), late.ban());
    }

    @Test
    void aFullServerIsFullForAsLongAsABanAndInUse() {
        sees(Lag.NONE);
        replica = replica.full(T0, "SQLSTATE 53300", LIMITS);
        assertEquals(ServerState.FULL, sees(Lag.NONE));
        assertTrue(replica.isInUse());
        assertEquals("SQLSTATE 53300", replica.reason());
        replica = replica.answered(sightingAt(T0.plusSeconds(5)), Lag.NONE, Role.REPLICA, false, LIMITS);
        assertEquals(ServerState.UP, replica.state());
        assertEquals("", replica.reason());
        replica = replica.full(T0.plusSeconds(6), "SQLSTATE 53300", LIMITS);
        assertEquals(Duration.ofSeconds(10), replica.ban());
    }

    @Test
    void anUnsuitableReplicaIsBackWhenItCanAnswerAndNotWhenItOnlyAnswers() {
        sees(Lag.NONE);
        replica = replica.unsuitable(T0, "SQLSTATE 42P01");
        assertFalse(replica.isInUse());
        assertEquals(ServerState.UNSUITABLE, sees(Lag.NONE));
        assertEquals("SQLSTATE 42P01", replica.reason());
        replica = replica.answered(sighting(true), Lag.NONE, Role.REPLICA, true, LIMITS);
        assertEquals(ServerState.UP, replica.state());
        assertEquals("", replica.reason());
    }

    @Test
    void aReturningServerGetsItsShareBackOverTime() {
        sees(Lag.NONE);
        assertEquals(1, replica.share(T0, LIMITS.recovery()));
        replica = replica.unreachable(T0, WHY, LIMITS);
        sees(Lag.NONE);
        Instant returned = replica.returnedAt();
        assertEquals(0, replica.share(returned, LIMITS.recovery()));
        assertEquals(0.5, replica.share(returned.plusSeconds(15), LIMITS.recovery()));
        assertEquals(1, replica.share(returned.plusSeconds(30), LIMITS.recovery()));
    }

    @Test
    void aPromotedReplicaDoesNotCountAsAReplica() {
        sees(Lag.NONE);
        replica = replica.answered(sighting(false), Lag.NONE, Role.REPLICA, false, LIMITS);
        assertEquals(ServerState.WRONG_ROLE, replica.state());
        assertEquals(ServerState.UP, sees(Lag.NONE));
    }

    @Test
    void aPrimaryInRecoveryIsNoPrimary() {
        ServerStatus primary = ServerStatus.unknown(T0).answered(sighting(true), Lag.NONE, Role.PRIMARY, false, LIMITS);
        assertEquals(ServerState.WRONG_ROLE, primary.state());
        assertEquals(
                ServerState.UP,
                primary.answered(sighting(false), Lag.NONE, Role.PRIMARY, false, LIMITS)
                        .state());
    }
}
