package io.userservice.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalPositionTest {

    private static WalPosition at(int timeline, long lsn) {
        return new WalPosition(timeline, lsn);
    }

    @Test
    void coversWhatIsBeforeItOnItsTimeline() {
        assertTrue(at(1, 100).covers(at(1, 99)));
        assertTrue(at(1, 100).covers(at(1, 100)));
        assertFalse(at(1, 100).covers(at(1, 101)));
        assertFalse(at(2, 100).covers(at(1, 99)));
        assertFalse(at(1, 100).covers(at(2, 99)));
    }

    @Test
    void aLaterTimelineIsAfterAnyPositionOfAnEarlierOne() {
        assertTrue(at(1, 101).isAfter(at(1, 100)));
        assertFalse(at(1, 100).isAfter(at(1, 100)));
        assertTrue(at(2, 1).isAfter(at(1, 100)));
        assertFalse(at(1, 100).isAfter(at(2, 1)));
    }

    @Test
    void positionsBeyondTheSignBitAreOrdered() {
        assertTrue(at(1, Long.MIN_VALUE).covers(at(1, Long.MAX_VALUE)));
    }

    /** Replayed, received, and what covers all that was shown. */
    @ParameterizedTest
    @CsvSource({
        "1000,   1000,   1000", // all that was received is counted
        "1000,   1040,   1040", // one record may be visible and not counted yet
        "1000, 900000,  66536", // but no more than one
        "1000,    999,     -1", // streams from before: nothing bounds that record
        "1000,      0,     -1", // does not stream
        "-4096,  -4000,  -4000" // beyond the sign bit
    })
    void coversTheRecordThatIsShownBeforeItIsCounted(long replayed, long received, long expected) {
        WalPosition shown = WalPosition.shown(3, replayed, received);
        assertEquals(expected == -1 ? null : at(3, expected), shown);
    }

    @Test
    void isWrittenAsPostgreSqlWritesIt() {
        assertEquals("1/16/B374D848", at(1, 0x16_B374_D848L).toString());
    }
}
