package io.userservice.history;

import io.userservice.history.Checker.Rule;
import io.userservice.history.Checker.Version;
import io.userservice.history.Checker.Violation;
import io.userservice.history.Commits.Floor;
import io.userservice.history.History.Kind;
import io.userservice.history.History.Operation;
import io.userservice.history.History.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What clients that count on their tokens have been told, and what they may not be told afterwards. Confined to one thread. */
final class Sessions {

    private record Session(int client, String user) {}

    private final Commits commits;
    private final Map<Session, Floor> floors = new HashMap<>();

    /** The second one came after the first: a client that had seen that one was not shown it yet. */
    private record Order(Version first, Version second) {}

    private final Set<Order> orders = new HashSet<>();

    /** Of each client: what it was shown last. */
    private final Map<Integer, Version> last = new HashMap<>();

    /** Of each client: when the last of the writes that it has seen began. */
    private final Map<Integer, Long> seenUntil = new HashMap<>();

    Sessions(Commits commits) {
        this.commits = commits;
    }

    /** A client was told what it has written. */
    void wrote(Operation write, Floor told) {
        floors.merge(new Session(write.client(), write.user()), told, Floor::higher);
        seenUntil.merge(write.client(), write.start(), Math::max);
    }

    /** A client is shown a user in this state. Returns what is wrong with that. */
    Optional<Violation> shown(Operation read, int version) {
        Floor floor = floors.get(new Session(read.client(), read.user()));
        if (floor != null && version < floor.version()) {
            boolean own = floor.toldBy().kind() != Kind.READ;
            return Optional.of(new Violation(
                    own ? Rule.READ_YOUR_WRITES : Rule.MONOTONIC_READS, read, "the client was told " + floor.toldBy()));
        }
        long until = seenUntil.getOrDefault(read.client(), Long.MIN_VALUE);
        Floor earlier = commits.floorAt(read.user(), until);
        if (earlier != null && version < earlier.version()) {
            return Optional.of(new Violation(
                    Rule.COMMIT_ORDER, read, "the client has seen a write that began after " + earlier.toldBy()));
        }
        Version next = new Version(read.user(), version + 1);
        Version before = last.get(read.client());
        if (before != null && !before.user().equals(read.user()) && version != Checker.DELETED) {
            orders.add(new Order(before, next));
            if (orders.contains(new Order(next, before))) {
                return Optional.of(
                        new Violation(Rule.LONG_FORK, read, "another client has seen " + next + " without " + before));
            }
        }
        if (read.outcome() == Outcome.DONE) {
            last.put(read.client(), new Version(read.user(), version));
            seenUntil.merge(read.client(), commits.startOf(read.value()), Math::max);
        }
        if (read.outcome() == Outcome.DONE || floor != null) {
            floors.merge(new Session(read.client(), read.user()), new Floor(version, read), Floor::higher);
        }
        return Optional.empty();
    }
}
