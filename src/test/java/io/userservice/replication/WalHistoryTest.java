package io.userservice.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WalHistoryTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final long HOUR = 3_600_000;

    private final WalHistory wal = new WalHistory();

    /** The primary said that it is there when it was asked at that time. */
    private record Seen(long millis, int timeline, long lsn) {}

    private static Seen at(long millis, long lsn) {
        return new Seen(millis, 1, lsn);
    }

    private static Seen at(long millis, int timeline, long lsn) {
        return new Seen(millis, timeline, lsn);
    }

    /** Each age is an upper bound: what the replica shows cannot be older. */
    static Stream<Arguments> ages() {
        Seen[] every250 = Stream.iterate(0, i -> i + 1)
                .limit(41)
                .map(i -> at(250L * i, 100 + i))
                .toArray(Seen[]::new);
        return Stream.of(
                age("nothing was seen of the primary", replica(1, 50), 0, null),
                age("a fresh instance, a replica that has all", replica(1, 100), 3, 3L, at(0, 100)),
                age("a fresh instance, a replica an hour behind", replica(1, 50), 3, null, at(0, 100)),
                age("a thawed one that asked the replica first", replica(1, 100), HOUR + 5, HOUR + 5, at(0, 100)),
                age("a thawed one", replica(1, 100), HOUR + 5, HOUR + 5, at(0, 100), at(HOUR, 200)),
                age("a thawed one, a replica that has all", replica(1, 200), HOUR + 5, 5L, at(0, 100), at(HOUR, 200)),
                age("a steady state, 279 ms behind", replica(1, 138), 10_000, 500L, every250),
                age("a steady state, a replica that has all", replica(1, 140), 10_100, 100L, every250),
                age("between two positions", replica(1, 199), 3_000, 3_000L, at(0, 100), at(2_000, 200)),
                age(
                        "a promotion, a replica that has not followed",
                        replica(1, 110),
                        599_000,
                        598_000L,
                        at(0, 100),
                        at(1_000, 105),
                        at(598_999, 2, 120)),
                age(
                        "a promotion, one that has not got that far",
                        replica(2, 110),
                        9_000,
                        null,
                        at(0, 100),
                        at(8_999, 2, 120)),
                age("a promotion, one that follows", replica(2, 130), 9_000, 1L, at(0, 100), at(8_999, 2, 120)),
                age(
                        "a promotion, one that went on alone",
                        replica(1, 500),
                        9_000,
                        9_000L,
                        at(0, 100),
                        at(8_999, 2, 120)),
                age(
                        "an old primary that came back",
                        replica(1, 500),
                        9_000,
                        9_000L,
                        at(0, 100),
                        at(5_000, 2, 120),
                        at(8_000, 1, 500)),
                age("an idle primary", replica(1, 100), 9 * HOUR + 7, 7L, at(0, 100), at(HOUR, 100), at(9 * HOUR, 100)),
                age(
                        "the first write after a pause",
                        replica(1, 100),
                        9 * HOUR + 7,
                        107L,
                        at(0, 100),
                        at(9 * HOUR - 100, 100),
                        at(9 * HOUR, 200)),
                age("a primary that does not answer any more", replica(1, 100), 60_000, 60_000L, at(0, 100)),
                age(
                        "answers in another order than the questions",
                        replica(1, 100),
                        1_000,
                        1_000L,
                        at(0, 100),
                        at(500, 300),
                        at(400, 200)),
                age("our clock was set back", replica(1, 100), 1_000, 1_000L, at(0, 100), at(HOUR, 200), at(500, 300)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ages")
    void aReplicaIsNoOlderThan(String what, WalPosition replica, long now, Long expected, List<Seen> primary) {
        primary.forEach(seen -> wal.add(new WalPosition(seen.timeline(), seen.lsn()), T0.plusMillis(seen.millis())));
        Lag lag = wal.lag(replica);
        if (expected == null) {
            assertNull(lag.asOf(), () -> lag.toString());
            assertTrue(lag.age(T0).compareTo(Duration.ofDays(10_000)) > 0);
        } else {
            assertEquals(Duration.ofMillis(expected), lag.age(T0.plusMillis(now)));
        }
    }

    /** The gate compares with what was last seen of the primary: if that is down, no replica gets late. */
    @Test
    void lagIsTheTimeBetweenTwoSightings() {
        assertEquals(Lag.NONE, wal.lag(replica(1, 0)));
        see(at(0, 100));
        see(at(1_000, 200));
        see(at(2_000, 300));
        assertFalse(wal.lag(replica(1, 99)).isKnown());
        assertEquals(lag(2_000, 200, 0), wal.lag(replica(1, 100)));
        assertEquals(lag(1_000, 1, 1_000), wal.lag(replica(1, 299)));
        assertEquals(lag(0, 0, 2_000), wal.lag(replica(1, 300)));
        assertEquals(lag(0, 0, 2_000), wal.lag(replica(1, 301)));
    }

    /** As one does whose WAL receiver is gone. */
    @Test
    void aReplicaThatReceivesNothingGetsLateOnceThePrimaryMovesOn() {
        for (int second = 0; second < 3_600; second++) {
            see(at(second * 1_000L, 100));
            assertEquals(Duration.ZERO, wal.lag(replica(1, 100)).time());
        }
        see(at(3_600_000, 101));
        see(at(3_611_000, 101));
        assertEquals(Duration.ofSeconds(12), wal.lag(replica(1, 100)).time());
    }

    @Test
    void whatWasWrittenIsKnownThoughNotWhen() {
        wal.add(new WalPosition(1, 100), null);
        assertEquals(new WalPosition(1, 100), wal.newest());
        assertEquals(Lag.NONE, wal.lag(replica(1, 100)));
    }

    @Test
    void anOldPrimaryThatComesBackIsIgnored() {
        see(at(0, 1, 100));
        see(at(1_000, 2, 90));
        see(at(2_000, 1, 500));
        assertEquals(new WalPosition(2, 90), wal.newest());
        assertEquals(Duration.ZERO, wal.lag(replica(2, 90)).time());
    }

    /** However long ago and however often the primary was seen; the longer ago, the less exact. */
    @Test
    void aMillionSightingsCostNoMoreThanAThousand() {
        int sightings = 1_000_000;
        for (int i = 0; i < sightings; i++) {
            see(at(10L * i, i));
        }
        assertEquals(Duration.ofMillis(10), wal.lag(replica(1, sightings - 2)).time());
        Duration old = wal.lag(replica(1, sightings / 2)).time();
        assertTrue(old.toMillis() >= 10L * sightings / 2 && old.toMillis() <= 10L * sightings, old::toString);
        assertTrue(wal.lag(replica(1, 0)).isKnown());
    }

    private void see(Seen seen) {
        wal.add(new WalPosition(seen.timeline(), seen.lsn()), T0.plusMillis(seen.millis()));
    }

    private static Arguments age(String what, WalPosition replica, long now, Long expected, Seen... primary) {
        return Arguments.of(what, replica, now, expected, List.of(primary));
    }

    private static WalPosition replica(int timeline, long lsn) {
        return new WalPosition(timeline, lsn);
    }

    private static Lag lag(long millis, long bytes, long asOf) {
        return new Lag(Duration.ofMillis(millis), bytes, T0.plusMillis(asOf));
    }
}
