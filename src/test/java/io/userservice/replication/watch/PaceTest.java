package io.userservice.replication.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.replication.ServerState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    /** Reads, and the microseconds that each took: of the replica, and of another. */
    @ParameterizedTest
    @CsvSource({
        // replica, and other
        "UP,   100,  1000, UP,    100, 1000, WELL",
        "UP,   100,  4900, UP,    100, 1000, WELL",
        "UP,   100, 10000, UP,    100, 1000, SLOW",
        "UP,   100, 50000, UP,    100, 10000, SLOW",
        "UP,   100, 49000, UP,    100, 10000, WELL",
        // not worth mentioning, though it is many times as long
        "UP,   100,  4000, UP,    100,  100, WELL",
        // too few reads
        "UP,    19, 50000, UP,    100, 1000, NOTHING",
        "UP,   100, 50000, UP,     19, 1000, NOTHING",
        // a slow one gets few
        "SLOW,   5, 50000, UP,    100, 1000, NOTHING",
        "SLOW,   4,  1000, UP,    100, 1000, NOTHING",
        "SLOW,   5, 15000, UP,    100, 10000, WELL",
        "SLOW,   5, 25000, UP,    100, 10000, NOTHING",
        "SLOW,   5,  4000, UP,    100,  100, WELL",
        // never the last one
        "UP,   100, 50000, SLOW,  100, 1000, NOTHING",
        "UP,   100, 50000, LATE,  100, 1000, NOTHING",
        "UP,   100, 50000, BANNED, 100, 1000, NOTHING",
        // others look after one that is sick in another way
        "LATE, 100, 50000, UP,    100, 1000, WELL",
    })
    void isJudgedByThatOfTheOthers(
            ServerState state, int reads, long each, ServerState others, int theirs, long ofTheirs, Pace.Verdict says) {
        Pace replica = pace("replica-1", state, reads, each);
        assertEquals(says, replica.among(List.of(replica, pace("replica-2", others, theirs, ofTheirs))));
    }

    @Test
    void thoseOfAnotherGroupSayNothing() {
        Pace report = new Pace("replica-3", "reporting", ServerState.UP, 100, 100 * 50_000_000L);
        assertEquals(Pace.Verdict.NOTHING, report.among(List.of(report, pace("replica-1", ServerState.UP, 100, 1000))));
    }

    private static Pace pace(String name, ServerState state, int reads, long micros) {
        return new Pace(name, "", state, reads, reads * micros * 1000);
    }
}
