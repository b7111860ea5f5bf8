package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.replication.Lag;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearReplicasTest {

    private static final int READS = 20_000;

    private final RandomGenerator random = new Random(42);

    /** Near replicas by their load, far ones, and how many of a hundred reads leave the zone. */
    @ParameterizedTest
    @CsvSource({
        "'0',       '0',   0",
        "'0.5',     '0',   0",
        "'0.6',     '0',   25",
        "'0.7',     '0',   50",
        "'0.8',     '0',   75",
        "'0.9',     '0',   100",
        "'2',       '0',   100",
        // the least busy one of the zone has room
        "'2,0.1',   '0',   0",
        "'2,0.7',   '0',   50",
        // wherever they go they may find no better place
        "'0.7',     '5',   50",
    })
    void readsLeaveTheZoneTheSoonerTheMoreItHasToDo(String near, String far, int percent) {
        List<Candidate> good = new java.util.ArrayList<>();
        Arrays.stream(near.split(",")).forEach(load -> good.add(replica(Double.parseDouble(load), true)));
        Arrays.stream(far.split(",")).forEach(load -> good.add(replica(Double.parseDouble(load), false)));
        int left = 0;
        for (int i = 0; i < READS; i++) {
            List<Candidate> among = NearReplicas.among(good, random);
            boolean leaves = !among.get(0).near();
            assertTrue(among.stream().allMatch(replica -> replica.near() != leaves), among::toString);
            left += leaves ? 1 : 0;
        }
        assertEquals(percent, 100.0 * left / READS, 1.5);
    }

    @Test
    void whereThereIsNoChoiceAllAreTaken() {
        List<Candidate> far = List.of(replica(0, false), replica(0, false));
        assertEquals(far, NearReplicas.among(far, random));
        List<Candidate> near = List.of(replica(5, true), replica(5, true));
        assertEquals(near, NearReplicas.among(near, random));
    }

    @Test
    void aReadThatHadToLeaveSaysSo() {
        RouteDecision decision = new RouteDecision(RouteDecision.Where.REPLICA, List.of(), Reason.TOKEN_REACHED);
        assertEquals(Reason.TOKEN_REACHED, decision.reason(replica(0, true)));
        assertEquals(Reason.OTHER_ZONE, decision.reason(replica(0, false)));
        assertEquals(Reason.BY_NAME, RouteDecision.byName(replica(0, false)).reason(replica(0, false)));
    }

    private static Candidate replica(double load, boolean near) {
        return new Candidate("any", true, false, Lag.NONE, Duration.ZERO, null, 1, 0, load, 1, near);
    }
}
