package io.userservice.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

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

    @Test
    void isWrittenAsPostgreSqlWritesIt() {
        assertEquals("1/16/B374D848", at(1, 0x16_B374_D848L).toString());
    }
}
