package io.userservice.replication.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.replication.WalPosition;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingReadsTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private final WaitingReads reads = new WaitingReads();

    /** A read that began at 10 ms and waits for 50 ms for 1/0/64. An empty position is one before all that is waited for. */
    @ParameterizedTest
    @CsvSource({
        "1, 100, 20, 22, yes",
        "1, 101, 20, 22, yes",
        "1,  99, 20, 22, waits",
        "2, 200, 20, 22, waits",
        " ,    , 20, 22, waits",
        "1,  99, 58, 60, waits",
        "1,  99, 58, 61, no",
        " ,    , 58, 61, no",
        "1, 100, 58, 61, yes",
        "1, 100,  5, 61, yes",
        // It was asked before the read began: it may have got there since.
        "1,  99,  5, 61, waits",
    })
    void anAnswerWakesThoseWhomItConcerns(Integer timeline, Long lsn, int asked, int next, String verdict) {
        WaitingReads.Waiting read = reads.add(at(1, 100), time(10), time(60));
        boolean anybody = reads.answered(timeline == null ? null : at(timeline, lsn), time(asked), time(next));
        assertEquals(verdict.equals("yes"), anybody);
        assertEquals(!verdict.equals("waits"), read.reached().isDone());
        if (read.reached().isDone()) {
            assertEquals(verdict.equals("yes"), read.reached().join());
        }
    }

    @Test
    void theQuestionIsForTheEarliestToken() {
        assertNull(reads.least());
        reads.add(at(2, 50), time(0), time(50));
        WaitingReads.Waiting earliest = reads.add(at(1, 100), time(0), time(50));
        reads.add(at(1, 200), time(0), time(50));
        assertEquals(at(1, 100), reads.least());
        assertTrue(reads.answered(at(1, 150), time(10), time(12)));
        assertEquals(at(1, 200), reads.least());
        assertTrue(earliest.reached().join());
    }

    @Test
    void whoHasLeftIsNotWaitedFor() throws InterruptedException {
        WaitingReads.Waiting one = reads.add(at(1, 100), time(0), time(50));
        WaitingReads.Waiting like = reads.add(at(1, 100), time(0), time(50));
        reads.remove(one);
        assertTrue(reads.awaitAny(Duration.ZERO));
        reads.end();
        assertFalse(like.reached().join());
        assertFalse(one.reached().isDone());
        assertFalse(reads.awaitAny(Duration.ofMillis(1)));
    }

    private static WalPosition at(int timeline, long lsn) {
        return new WalPosition(timeline, lsn);
    }

    private static Instant time(int millis) {
        return T0.plusMillis(millis);
    }
}
