package io.userservice.routing;

import io.userservice.replication.Server;
import java.util.List;
import java.util.random.RandomGenerator;

/** How a read picks one of several replicas that may serve it. Pure: chance and turn come in from outside. */
public enum Selection {
    /**
     * The less busy of two picked at random: nearly as even as asking all, and no stampede to the one that was idle a
     * moment ago (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001).
     */
    LEAST_BUSY {
        @Override
        Server pick(List<Server> servers, RandomGenerator random, int turn) {
            int first = random.nextInt(servers.size());
            int second = (first + 1 + random.nextInt(Math.max(1, servers.size() - 1))) % servers.size();
            return servers.get(servers.get(second).busy() < servers.get(first).busy() ? second : first);
        }
    },
    /** Any, as Django's documentation does it. */
    RANDOM {
        @Override
        Server pick(List<Server> servers, RandomGenerator random, int turn) {
            return servers.get(random.nextInt(servers.size()));
        }
    },
    /** One after the other. */
    ROUND_ROBIN {
        @Override
        Server pick(List<Server> servers, RandomGenerator random, int turn) {
            return servers.get(Math.floorMod(turn, servers.size()));
        }
    };

    /**
     * Picks one.
     *
     * @param servers at least one
     * @param turn counts up by one with every pick, and may overflow
     */
    abstract Server pick(List<Server> servers, RandomGenerator random, int turn);
}
