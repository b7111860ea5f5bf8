package io.userservice.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/** How a read picks one of several replicas that may serve it. Pure: chance and turn come in from outside. */
public enum ReplicaSelection {
    /**
     * The less busy of two picked at random: nearly as even as asking all, and no stampede to the one that was idle a
     * moment ago (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001).
     */
    LEAST_BUSY {
        @Override
        Candidate pick(List<Candidate> replicas, RandomGenerator random, int turn) {
            int first = random.nextInt(replicas.size());
            int second = (first + 1 + random.nextInt(Math.max(1, replicas.size() - 1))) % replicas.size();
            return replicas.get(
                    replicas.get(second).busy() < replicas.get(first).busy() ? second : first);
        }
    },
    /** Any, as Django's documentation does it. */
    RANDOM {
        @Override
        Candidate pick(List<Candidate> replicas, RandomGenerator random, int turn) {
            return replicas.get(random.nextInt(replicas.size()));
        }
    },
    /** One after the other. */
    ROUND_ROBIN {
        @Override
        Candidate pick(List<Candidate> replicas, RandomGenerator random, int turn) {
            return replicas.get(Math.floorMod(turn, replicas.size()));
        }
    };

    /**
     * Picks one.
     *
     * @param replicas at least one
     * @param turn counts up by one with every pick, and may overflow
     */
    abstract Candidate pick(List<Candidate> replicas, RandomGenerator random, int turn);
}
