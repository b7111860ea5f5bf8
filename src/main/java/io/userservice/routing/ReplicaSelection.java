package io.userservice.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/** How a read picks one of several replicas that may serve it. Pure: chance and turn come in from outside. */
public enum ReplicaSelection {
    /**
     * The less busy of two picked at random: nearly as even as asking all, and no stampede to the one that was idle a
     * moment ago (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001). Busy is meant in relation
     * to the weight.
     */
    LEAST_BUSY {
        @Override
        Candidate pick(List<Candidate> replicas, RandomGenerator random, int turn) {
            int first = at(replicas, random.nextInt(weight(replicas)));
            int second = (first + 1 + random.nextInt(Math.max(1, replicas.size() - 1))) % replicas.size();
            return isLessBusy(replicas.get(second), replicas.get(first)) ? replicas.get(second) : replicas.get(first);
        }
    },
    /** Any, as Django's documentation does it; one of twice the weight twice as often. */
    RANDOM {
        @Override
        Candidate pick(List<Candidate> replicas, RandomGenerator random, int turn) {
            return replicas.get(at(replicas, random.nextInt(weight(replicas))));
        }
    },
    /** One after the other, each as often in a row as its weight says. */
    ROUND_ROBIN {
        @Override
        Candidate pick(List<Candidate> replicas, RandomGenerator random, int turn) {
            return replicas.get(at(replicas, Math.floorMod(turn, weight(replicas))));
        }
    };

    /**
     * Picks one.
     *
     * @param replicas at least one
     * @param turn counts up by one with every pick, and may overflow
     */
    abstract Candidate pick(List<Candidate> replicas, RandomGenerator random, int turn);

    private static boolean isLessBusy(Candidate one, Candidate other) {
        return one.busy() * other.weight() < other.busy() * one.weight();
    }

    private static int weight(List<Candidate> replicas) {
        int all = 0;
        for (int i = 0; i < replicas.size(); i++) {
            all += replicas.get(i).weight();
        }
        return all;
    }

    /** The index of the replica at that place, where each has as many in a row as its weight says. */
    private static int at(List<Candidate> replicas, int place) {
        int left = place;
        for (int i = 0; ; i++) {
            left -= replicas.get(i).weight();
            if (left < 0) {
                return i;
            }
        }
    }
}
