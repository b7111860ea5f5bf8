package io.userservice.routing;

import static io.userservice.routing.RouteDecision.Where.PRIMARY;
import static io.userservice.routing.RouteDecision.Where.REPLICA;
import static io.userservice.routing.RouteDecision.Where.REPLICA_ONCE_REACHED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.consistency.ReadConsistency;
import io.userservice.consistency.ReadConsistency.Level;
import io.userservice.replication.Lag;
import io.userservice.replication.WalPosition;
import io.userservice.routing.RouteDecision.Where;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which server, and why: a line a case. The primary has written 1/0/64 in all of them. */
class RouteDecisionTest {

    private static final WalPosition WRITTEN = at(1, 100);

    private static final Candidate A = up("A", 100);
    private static final Candidate B = up("B", 100);
    private static final Candidate A_AT_90 = up("A", 90);
    private static final Candidate B_AT_80 = up("B", 80);
    private static final Candidate B_NEVER_SEEN = new Candidate("B", true, false, Lag.NONE, hours(1), null, 1, 0);
    private static final Candidate A_DOWN = new Candidate("A", false, false, Lag.NONE, seconds(0), at(1, 100), 1, 0);
    private static final Candidate B_DOWN = new Candidate("B", false, false, Lag.NONE, seconds(0), at(1, 100), 1, 0);
    private static final Candidate A_LATE_20S = late("A", 20, 50);
    private static final Candidate B_LATE_30S = late("B", 30, 40);
    private static final Candidate A_ON_OLD_TIMELINE =
            new Candidate("A", true, false, Lag.NONE, seconds(0), at(1, 200), 1, 0);

    private static final ReadConsistency SESSION = ReadConsistency.DEFAULT;
    private static final ReadConsistency EVENTUAL = new ReadConsistency(Level.EVENTUAL, null, Duration.ZERO);
    private static final ReadConsistency STRONG = new ReadConsistency(Level.STRONG, null, Duration.ZERO);
    private static final ReadConsistency BOUNDED_2S = new ReadConsistency(Level.BOUNDED, null, seconds(2));
    private static final ReadConsistency TOKEN_95 = new ReadConsistency(Level.SESSION, at(1, 95), Duration.ZERO);
    private static final ReadConsistency TOKEN_85 = new ReadConsistency(Level.SESSION, at(1, 85), Duration.ZERO);
    private static final ReadConsistency EVENTUAL_TOKEN_95 =
            new ReadConsistency(Level.EVENTUAL, at(1, 95), Duration.ZERO);
    private static final ReadConsistency BOUNDED_2S_TOKEN_95 =
            new ReadConsistency(Level.BOUNDED, at(1, 95), seconds(2));

    static Stream<Arguments> cases() {
        return Stream.of(
                // a client that asks for nothing
                on("any replica", SESSION, List.of(A, B), REPLICA, "AB", Reason.READ_ONLY),
                on("not one that is down", SESSION, List.of(A_DOWN, B), REPLICA, "B", Reason.READ_ONLY),
                on("not one that is late", SESSION, List.of(A_LATE_20S, B), REPLICA, "B", Reason.READ_ONLY),
                on("one that was never asked", SESSION, List.of(A_DOWN, B_NEVER_SEEN), REPLICA, "B", Reason.READ_ONLY),
                on("all are late", SESSION, List.of(A_LATE_20S, B_LATE_30S), PRIMARY, "", Reason.REPLICAS_LATE),
                on("all are down", SESSION, List.of(A_DOWN, B_DOWN), PRIMARY, "", Reason.REPLICAS_DOWN),
                on("none is configured", SESSION, List.of(), PRIMARY, "", Reason.NO_REPLICA),
                // a client with a token
                on("those that have it", TOKEN_95, List.of(A, B_AT_80), REPLICA, "A", Reason.TOKEN_REACHED),
                on("all have it", TOKEN_85, List.of(A, B), REPLICA, "AB", Reason.TOKEN_REACHED),
                on(
                        "exactly there",
                        new ReadConsistency(Level.SESSION, at(1, 90), seconds(0)),
                        List.of(A_AT_90),
                        REPLICA,
                        "A",
                        Reason.TOKEN_REACHED),
                on(
                        "a late one has it",
                        new ReadConsistency(Level.SESSION, at(1, 45), seconds(0)),
                        List.of(A_LATE_20S),
                        REPLICA,
                        "A",
                        Reason.TOKEN_REACHED),
                on(
                        "the furthest may soon",
                        TOKEN_95,
                        List.of(A_AT_90, B_AT_80),
                        REPLICA_ONCE_REACHED,
                        "A",
                        Reason.TOKEN_AWAITED),
                on(
                        "one that was never asked may",
                        TOKEN_95,
                        List.of(B_NEVER_SEEN),
                        REPLICA_ONCE_REACHED,
                        "B",
                        Reason.TOKEN_AWAITED),
                on(
                        "the furthest is down",
                        TOKEN_95,
                        List.of(A_DOWN, B_AT_80),
                        REPLICA_ONCE_REACHED,
                        "B",
                        Reason.TOKEN_AWAITED),
                on("all are down", TOKEN_95, List.of(A_DOWN, B_DOWN), PRIMARY, "", Reason.REPLICAS_DOWN),
                on("none is configured", TOKEN_95, List.of(), PRIMARY, "", Reason.NO_REPLICA),
                // eventual
                on("any replica", EVENTUAL, List.of(A, B_AT_80), REPLICA, "AB", Reason.READ_ONLY),
                on("not one that is late", EVENTUAL, List.of(A_LATE_20S, B), REPLICA, "B", Reason.READ_ONLY),
                on(
                        "the token does not matter",
                        EVENTUAL_TOKEN_95,
                        List.of(A_AT_90, B_AT_80),
                        REPLICA,
                        "AB",
                        Reason.READ_ONLY),
                on("all are late", EVENTUAL, List.of(A_LATE_20S, B_LATE_30S), REPLICA, "A", Reason.LEAST_LATE),
                on("all are down", EVENTUAL, List.of(A_DOWN, B_DOWN), PRIMARY, "", Reason.REPLICAS_DOWN),
                // bounded
                on("fresh enough", BOUNDED_2S, List.of(A, B_LATE_30S), REPLICA, "A", Reason.FRESH_ENOUGH),
                on("never asked is not fresh", BOUNDED_2S, List.of(B_NEVER_SEEN), PRIMARY, "", Reason.TOO_STALE),
                on("all are too stale", BOUNDED_2S, List.of(A_LATE_20S, B_LATE_30S), PRIMARY, "", Reason.TOO_STALE),
                on("and the token", BOUNDED_2S_TOKEN_95, List.of(A, B_AT_80), REPLICA, "A", Reason.TOKEN_REACHED),
                on("all are down", BOUNDED_2S, List.of(A_DOWN), PRIMARY, "", Reason.REPLICAS_DOWN),
                // strong
                on("the primary", STRONG, List.of(A, B), PRIMARY, "", Reason.STRONG),
                on("none is configured", STRONG, List.of(), PRIMARY, "", Reason.NO_REPLICA));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("cases")
    void decides(
            String what, ReadConsistency wanted, List<Candidate> replicas, Where where, String among, Reason reason) {
        assertDecision(RouteDecision.of(wanted, WRITTEN, replicas, Attempts.NONE), where, among, reason);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("another replica", List.of(A, B), List.of("A"), REPLICA, "B", Reason.READ_ONLY),
                Arguments.of("there is no other", List.of(A, B_DOWN), List.of("A"), PRIMARY, "", Reason.FAILOVER),
                Arguments.of(
                        "two have failed",
                        List.of(A, B, up("C", 100)),
                        List.of("A", "B"),
                        PRIMARY,
                        "",
                        Reason.FAILOVER));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void afterAFailure(
            String what, List<Candidate> replicas, List<String> failed, Where where, String among, Reason reason) {
        Attempts attempts = new Attempts(failed, false);
        assertDecision(RouteDecision.of(SESSION, WRITTEN, replicas, attempts), where, among, reason);
    }

    static Stream<Arguments> behind() {
        return Stream.of(
                Arguments.of("of another replica", SESSION, List.of(A, B), REPLICA, "B", Reason.READ_ONLY),
                Arguments.of("of a session", SESSION, List.of(A), PRIMARY, "", Reason.TOKEN_NOT_REACHED),
                Arguments.of("of a bounded read", BOUNDED_2S, List.of(A), PRIMARY, "", Reason.TOO_STALE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("behind")
    void afterAReplicaWasBehind(
            String what, ReadConsistency wanted, List<Candidate> replicas, Where where, String among, Reason reason) {
        Attempts attempts = new Attempts(List.of("A"), true);
        assertDecision(RouteDecision.of(wanted, WRITTEN, replicas, attempts), where, among, reason);
    }

    @Test
    void whatTheCodeDecidesNeedsNoFacts() {
        assertDecision(RouteDecision.byName(A_DOWN), REPLICA, "A", Reason.BY_NAME);
        assertDecision(RouteDecision.notReached(), PRIMARY, "", Reason.TOKEN_NOT_REACHED);
        assertDecision(RouteDecision.inTransaction(), PRIMARY, "", Reason.IN_TRANSACTION);
        assertDecision(RouteDecision.undeclared(), PRIMARY, "", Reason.UNDECLARED);
    }

    static Stream<Arguments> failovers() {
        return Stream.of(
                Arguments.of(
                        "a token of the old primary",
                        at(1, 95),
                        at(2, 120),
                        List.of(up("A", 2, 120)),
                        PRIMARY,
                        "",
                        Reason.TOKEN_FROM_OTHER_TIMELINE),
                Arguments.of(
                        "a replica that follows",
                        at(2, 110),
                        at(2, 120),
                        List.of(up("A", 2, 115)),
                        REPLICA,
                        "A",
                        Reason.TOKEN_REACHED),
                Arguments.of(
                        "a replica that went on alone",
                        at(2, 110),
                        at(2, 120),
                        List.of(A_ON_OLD_TIMELINE),
                        REPLICA_ONCE_REACHED,
                        "A",
                        Reason.TOKEN_AWAITED),
                Arguments.of(
                        "the primary was never seen", at(1, 95), null, List.of(A), REPLICA, "A", Reason.TOKEN_REACHED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failovers")
    void acrossAFailover(
            String what,
            WalPosition token,
            WalPosition written,
            List<Candidate> replicas,
            Where where,
            String among,
            Reason reason) {
        ReadConsistency wanted = new ReadConsistency(Level.SESSION, token, Duration.ZERO);
        assertDecision(RouteDecision.of(wanted, written, replicas, Attempts.NONE), where, among, reason);
    }

    private static void assertDecision(RouteDecision decision, Where where, String among, Reason reason) {
        String names = decision.among().stream().map(Candidate::name).reduce("", String::concat);
        assertEquals(where + " " + among + " " + reason, decision.where() + " " + names + " " + decision.reason());
    }

    private static Arguments on(
            String what, ReadConsistency wanted, List<Candidate> replicas, Where where, String among, Reason reason) {
        return Arguments.of(what, wanted, replicas, where, among, reason);
    }

    private static Candidate up(String name, long lsn) {
        return up(name, 1, lsn);
    }

    private static Candidate up(String name, int timeline, long lsn) {
        return new Candidate(name, true, false, Lag.NONE, seconds(0), at(timeline, lsn), 1, 0);
    }

    private static Candidate late(String name, long seconds, long lsn) {
        Lag lag = new Lag(seconds(seconds), 1 << 30);
        return new Candidate(name, true, true, lag, seconds(seconds), at(1, lsn), 1, 0);
    }

    private static WalPosition at(int timeline, long lsn) {
        return new WalPosition(timeline, lsn);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Duration hours(long hours) {
        return Duration.ofHours(hours);
    }
}
