package io.userservice.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Keeps reads in the zone of this instance, where they are sooner answered and cost no traffic between zones, as long as a
 * replica there can take them. Pure: chance comes in from outside.
 */
final class NearReplicas {

    /** As long as the least busy replica of the zone has that much of its pool in use at most, all reads stay there. */
    private static final double ALL_STAY = 0.5;

    /** From here on all reads that could have stayed go elsewhere; in between, the more the nearer to it. */
    private static final double ALL_LEAVE = 0.9;

    private NearReplicas() {}

    /**
     * Of replicas that may all answer a read those among which it should choose: those of the zone, or if these have too much
     * to do those of the others. All of them if that leaves no choice.
     *
     * @param good at least one
     */
    static List<Candidate> among(List<Candidate> good, RandomGenerator random) {
        int near = 0;
        double load = Double.MAX_VALUE;
        for (Candidate replica : good) {
            if (replica.near()) {
                near++;
                load = Math.min(load, replica.load());
            }
        }
        if (near == 0 || near == good.size()) {
            return good;
        }
        double leaves = (load - ALL_STAY) / (ALL_LEAVE - ALL_STAY);
        return those(good, leaves <= 0 || random.nextDouble() >= leaves);
    }

    private static List<Candidate> those(List<Candidate> good, boolean near) {
        List<Candidate> those = new ArrayList<>(good.size());
        for (Candidate replica : good) {
            if (replica.near() == near) {
                those.add(replica);
            }
        }
        return those;
    }
}
