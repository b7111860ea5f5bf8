package io.userservice.routing;

import static io.userservice.routing.DecisionCases.A;
import static io.userservice.routing.DecisionCases.A_AT_90;
import static io.userservice.routing.DecisionCases.A_DOWN;
import static io.userservice.routing.DecisionCases.A_LATE_20S;
import static io.userservice.routing.DecisionCases.B;
import static io.userservice.routing.DecisionCases.BOUNDED_2S;
import static io.userservice.routing.DecisionCases.B_AT_80;
import static io.userservice.routing.DecisionCases.B_DOWN;
import static io.userservice.routing.DecisionCases.B_LATE_30S;
import static io.userservice.routing.DecisionCases.B_NEVER_SEEN;
import static io.userservice.routing.DecisionCases.SESSION;
import static io.userservice.routing.DecisionCases.WRITTEN;
import static io.userservice.routing.DecisionCases.assertDecision;
import static io.userservice.routing.DecisionCases.at;
import static io.userservice.routing.DecisionCases.seconds;
import static io.userservice.routing.RouteDecision.Where.PRIMARY;
import static io.userservice.routing.RouteDecision.Where.REPLICA;
import static io.userservice.routing.RouteDecision.Where.REPLICA_ONCE_REACHED;

import io.userservice.consistency.ReadConsistency;
import io.userservice.consistency.ReadConsistency.Level;
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

    private static final ReadConsistency EVENTUAL = new ReadConsistency(Level.EVENTUAL, null, Duration.ZERO);
    private static final ReadConsistency STRONG = new ReadConsistency(Level.STRONG, null, Duration.ZERO);
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

    private static Arguments on(
            String what, ReadConsistency wanted, List<Candidate> replicas, Where where, String among, Reason reason) {
        return Arguments.of(what, wanted, replicas, where, among, reason);
    }

    @Test
    void whatTheCodeDecidesNeedsNoFacts() {
        assertDecision(RouteDecision.byName(A_DOWN), REPLICA, "A", Reason.BY_NAME);
        assertDecision(RouteDecision.notReached(), PRIMARY, "", Reason.TOKEN_NOT_REACHED);
        assertDecision(RouteDecision.inTransaction(), PRIMARY, "", Reason.IN_TRANSACTION);
        assertDecision(RouteDecision.undeclared(), PRIMARY, "", Reason.UNDECLARED);
    }
}
