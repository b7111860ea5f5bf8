package io.userservice.routing;

import static io.userservice.routing.DecisionCases.A;
import static io.userservice.routing.DecisionCases.A_DOWN;
import static io.userservice.routing.DecisionCases.A_ON_OLD_TIMELINE;
import static io.userservice.routing.DecisionCases.B;
import static io.userservice.routing.DecisionCases.BOUNDED_2S;
import static io.userservice.routing.DecisionCases.B_DOWN;
import static io.userservice.routing.DecisionCases.SESSION;
import static io.userservice.routing.DecisionCases.WRITTEN;
import static io.userservice.routing.DecisionCases.assertDecision;
import static io.userservice.routing.DecisionCases.at;
import static io.userservice.routing.DecisionCases.up;
import static io.userservice.routing.RouteDecision.Where.PRIMARY;
import static io.userservice.routing.RouteDecision.Where.REPLICA;
import static io.userservice.routing.RouteDecision.Where.REPLICA_ONCE_REACHED;

import io.userservice.consistency.ReadConsistency;
import io.userservice.consistency.ReadConsistency.Level;
import io.userservice.replication.Server;
import io.userservice.replication.WalPosition;
import io.userservice.routing.RouteDecision.Where;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which server, and why, once an attempt of the same read has failed, or another primary has taken over. */
class RedecisionTest {

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

    static Stream<Arguments> whileNoPrimaryCanBeFound() {
        return Stream.of(
                Arguments.of("its replica has it", List.of(A_ON_OLD_TIMELINE), REPLICA, "A", Reason.TOKEN_REACHED),
                Arguments.of(
                        "its replica has not got that far",
                        List.of(up("A", 80)),
                        PRIMARY,
                        "",
                        Reason.TOKEN_FROM_OTHER_TIMELINE),
                Arguments.of(
                        "a replica has left for the new one",
                        List.of(up("A", 2, 120)),
                        PRIMARY,
                        "",
                        Reason.TOKEN_FROM_OTHER_TIMELINE),
                Arguments.of(
                        "that failed on another before",
                        List.of(B, A_ON_OLD_TIMELINE),
                        REPLICA,
                        "A",
                        Reason.TOKEN_REACHED),
                Arguments.of("all are down", List.of(A_DOWN), PRIMARY, "", Reason.FAILOVER));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whileNoPrimaryCanBeFound(String what, List<Candidate> replicas, Where where, String among, Reason reason) {
        ReadConsistency wanted = new ReadConsistency(Level.SESSION, at(1, 95), Duration.ZERO);
        Attempts attempts = Attempts.NONE.after("B", false).after(Server.PRIMARY, false);
        assertDecision(RouteDecision.of(wanted, at(2, 120), replicas, attempts), where, among, reason);
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
}
