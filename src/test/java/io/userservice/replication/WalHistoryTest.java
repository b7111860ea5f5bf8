package io.userservice.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WalHistoryTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private final WalHistory wal = new WalHistory();

    private void primaryAt(int second, int timeline, long lsn) {
        wal.add(new WalPosition(timeline, lsn), T0.plusSeconds(second));
    }

    private Lag lagAt(int second, long lsn) {
        return wal.lag(lsn, T0.plusSeconds(second));
    }

    private static Lag lag(int seconds, long bytes) {
        return new Lag(Duration.ofSeconds(seconds), bytes);
    }

    @Test
    void nothingIsKnownOfLagBeforeThePrimaryWasSeen() {
        assertEquals(Lag.NONE, lagAt(0, 0));
    }

    @Test
    void lagIsTheTimeSinceThePrimaryWasFirstSeenBeyondTheReplica() {
        primaryAt(0, 1, 100);
        primaryAt(1, 1, 200);
        primaryAt(2, 1, 300);
        assertEquals(lag(10, 250), lagAt(10, 50));
        assertEquals(lag(9, 200), lagAt(10, 100));
        assertEquals(lag(8, 1), lagAt(10, 299));
        assertEquals(Lag.NONE, lagAt(10, 300));
        assertEquals(Lag.NONE, lagAt(10, 301));
    }

    @Test
    void anIdlePrimaryMakesNoReplicaLate() {
        primaryAt(0, 1, 100);
        for (int second = 1; second < 100_000; second += 1_000) {
            primaryAt(second, 1, 100);
            assertEquals(Lag.NONE, lagAt(second, 100));
        }
    }

    @Test
    void aFirstWriteAfterALongPauseIsNotLongAgo() {
        primaryAt(0, 1, 100);
        primaryAt(90_000, 1, 200);
        assertEquals(lag(1, 100), lagAt(90_001, 100));
    }

    @Test
    void anOldPrimaryThatComesBackIsIgnored() {
        primaryAt(0, 1, 100);
        primaryAt(1, 2, 90);
        primaryAt(2, 1, 500);
        assertEquals(new WalPosition(2, 90), wal.newest());
        assertEquals(Lag.NONE, lagAt(3, 90));
    }
}
