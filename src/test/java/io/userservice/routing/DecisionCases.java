package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.consistency.ReadConsistency;
import io.userservice.consistency.ReadConsistency.Level;
import io.userservice.replication.Lag;
import io.userservice.replication.WalPosition;
import io.userservice.routing.RouteDecision.Where;
import java.time.Duration;

/** Servers and wishes of which the cases of a route decision are made. */
final class DecisionCases {

    static final WalPosition WRITTEN = at(1, 100);

    static final Candidate A = up("A", 100);
    static final Candidate B = up("B", 100);
    static final Candidate A_AT_90 = up("A", 90);
    static final Candidate B_AT_80 = up("B", 80);
    static final Candidate B_NEVER_SEEN = new Candidate("B", true, false, Lag.NONE, hours(1), null, 1, 0, 0, 1, true);
    static final Candidate A_DOWN =
            new Candidate("A", false, false, Lag.NONE, seconds(0), at(1, 100), 1, 0, 0, 1, true);
    static final Candidate B_DOWN =
            new Candidate("B", false, false, Lag.NONE, seconds(0), at(1, 100), 1, 0, 0, 1, true);
    static final Candidate A_LATE_20S = late("A", 20, 50);
    static final Candidate B_LATE_30S = late("B", 30, 40);
    static final Candidate A_ON_OLD_TIMELINE =
            new Candidate("A", true, false, Lag.NONE, seconds(0), at(1, 200), 1, 0, 0, 1, true);

    static final ReadConsistency SESSION = ReadConsistency.DEFAULT;
    static final ReadConsistency BOUNDED_2S = new ReadConsistency(Level.BOUNDED, null, seconds(2));

    private DecisionCases() {}

    static void assertDecision(RouteDecision decision, Where where, String among, Reason reason) {
        String names = decision.among().stream().map(Candidate::name).reduce("", String::concat);
        assertEquals(where + " " + among + " " + reason, decision.where() + " " + names + " " + decision.reason());
    }

    static Candidate up(String name, long lsn) {
        return up(name, 1, lsn);
    }

    static Candidate up(String name, int timeline, long lsn) {
        return new Candidate(name, true, false, Lag.NONE, seconds(0), at(timeline, lsn), 1, 0, 0, 1, true);
    }

    static Candidate late(String name, long seconds, long lsn) {
        Lag lag = new Lag(seconds(seconds), 1 << 30);
        return new Candidate(name, true, true, lag, seconds(seconds), at(1, lsn), 1, 0, 0, 1, true);
    }

    static WalPosition at(int timeline, long lsn) {
        return new WalPosition(timeline, lsn);
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    static Duration hours(long hours) {
        return Duration.ofHours(hours);
    }
}
