package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.replication.Lag;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplicaSelectionTest {

    private final RandomGenerator random = new Random(42);
    private final Candidate one = replica("replica-1", 0);
    private final Candidate two = replica("replica-2", 0);
    private final Candidate three = replica("replica-3", 0);
    private final Candidate busyThree = replica("replica-3", 1);

    @ParameterizedTest
    @EnumSource
    void theOnlyReplicaIsPicked(ReplicaSelection selection) {
        assertSame(busyThree, selection.pick(List.of(busyThree), random, 7));
    }

    @ParameterizedTest
    @EnumSource
    void idleReplicasShareTheReads(ReplicaSelection selection) {
        Map<Candidate, Long> picks = picks(selection, List.of(one, two, three), 30_000);
        assertEquals(3, picks.size());
        picks.values().forEach(count -> assertTrue(count > 9_000 && count < 11_000, picks::toString));
    }

    @Test
    void roundRobinGoesOnWhereTheTurnOverflows() {
        List<Candidate> replicas = List.of(one, two);
        Candidate last = ReplicaSelection.ROUND_ROBIN.pick(replicas, random, Integer.MAX_VALUE);
        Candidate next = ReplicaSelection.ROUND_ROBIN.pick(replicas, random, Integer.MAX_VALUE + 1);
        assertEquals(List.of(two, one), List.of(last, next));
    }

    @Test
    void leastBusyNeverPicksTheBusiestOfAll() {
        Map<Candidate, Long> picks = picks(ReplicaSelection.LEAST_BUSY, List.of(one, two, busyThree), 1_000);
        assertEquals(
                List.of(one, two),
                picks.keySet().stream()
                        .sorted(Comparator.comparing(Candidate::name))
                        .toList());
    }

    @Test
    void randomDoesNotLookAtTheLoad() {
        assertEquals(
                3,
                picks(ReplicaSelection.RANDOM, List.of(one, two, busyThree), 1_000)
                        .size());
    }

    @ParameterizedTest
    @EnumSource
    void oneOfThreeTimesTheWeightGetsThreeTimesTheReads(ReplicaSelection selection) {
        Candidate heavy = replica("replica-1", 30, 3);
        Candidate light = replica("replica-2", 10, 1);
        long heavys = picks(selection, List.of(heavy, light), 40_000).get(heavy);
        assertTrue(heavys > 29_000 && heavys < 31_000, () -> heavys + " of 40,000");
    }

    @Test
    void busyIsMeantInRelationToTheWeight() {
        Candidate heavy = replica("replica-1", 3, 4);
        Candidate light = replica("replica-2", 1, 1);
        assertEquals(Map.of(heavy, 100L), picks(ReplicaSelection.LEAST_BUSY, List.of(heavy, light), 100));
    }

    private Map<Candidate, Long> picks(ReplicaSelection selection, List<Candidate> replicas, int count) {
        return IntStream.range(0, count)
                .mapToObj(turn -> selection.pick(replicas, random, turn))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Candidate replica(String name, int busy) {
        return replica(name, busy, 1);
    }

    private static Candidate replica(String name, int busy, int weight) {
        return new Candidate(name, true, false, Lag.NONE, Duration.ZERO, null, 1, busy, 0, weight, true);
    }
}
