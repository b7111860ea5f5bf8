package io.userservice.history;

import io.userservice.history.Commits.Floor;
import io.userservice.history.History.Kind;
import io.userservice.history.History.Operation;
import io.userservice.history.History.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what must not happen in a {@link History}. Pure.
 *
 * <p>The state of a user only goes one way: absent, version 0, 1, 2, …, deleted. What a client was told puts a floor under
 * all that it may be told afterwards. An answer of 404 is both ends of that way: it is taken for deleted only if somebody
 * had asked for that by then, and a client that had not seen the user learns nothing from it.
 */
final class Checker {

    /** A kind of thing that must not happen. */
    enum Rule {
        /** A client does not see what it was told that it has written. */
        READ_YOUR_WRITES,
        /** A client sees less than it has seen before. */
        MONOTONIC_READS,
        /** A client sees a write, and not one that was done before that one began. */
        COMMIT_ORDER,
        /** Two clients see two writes in different orders. */
        LONG_FORK,
        /** A client sees what is older than it has asked for. */
        TOO_OLD,
        /** What a client was told is written is not there in the end. */
        LOST_WRITE,
        /** What a client was told is not written is there. */
        WRITTEN_ALTHOUGH_REFUSED,
        /** The same version of a user has two values. */
        TWO_VALUES,
        /** A read has failed although a server was there that may serve it. */
        FAILED_READ,
        /** A write has failed although the primary was there, or not with the 503 that says what became of it. */
        FAILED_WRITE
    }

    /** The evidence. */
    record Violation(Rule rule, Operation operation, String because) {}

    /** One version of one user. */
    record Version(String user, int number) {}

    static final int DELETED = Integer.MAX_VALUE;

    private final History history;
    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, Long> deletions = new HashMap<>();
    private final Commits commits = new Commits();
    private final Sessions sessions = new Sessions(commits);
    private final Map<Version, Operation> values = new HashMap<>();
    private final Set<String> refused = new HashSet<>();

    private Checker(History history) {
        this.history = history;
    }

    static List<Violation> violations(History history) {
        Checker checker = new Checker(history);
        List<Operation> operations = history.operations();
        operations.forEach(checker::note);
        operations.forEach(checker::check);
        return List.copyOf(checker.violations);
    }

    /** Of what reads were shown that ask for an age, the highest, in nanoseconds: so old at least, by what clients know. */
    static long worstAge(History history) {
        Checker checker = new Checker(history);
        List<Operation> operations = history.operations();
        operations.forEach(checker::note);
        return operations.stream()
                .filter(read -> read.maxAge() != History.ANY_AGE)
                .filter(read -> read.outcome() == Outcome.DONE || read.outcome() == Outcome.ABSENT)
                .mapToLong(read -> checker.commits.age(read.user(), checker.version(read), read.start()))
                .max()
                .orElse(0);
    }

    private void note(Operation operation) {
        if (operation.kind() == Kind.DELETE && operation.outcome() != Outcome.REFUSED) {
            deletions.merge(operation.user(), operation.start(), Math::min);
        }
        if (operation.kind() == Kind.WRITE) {
            commits.began(operation.value(), operation.start());
            if (operation.outcome() == Outcome.REFUSED) {
                refused.add(operation.value());
            }
        }
        if (operation.outcome() == Outcome.DONE
                && (operation.kind() == Kind.WRITE || operation.kind() == Kind.DELETE)) {
            commits.acknowledged(told(operation));
        }
    }

    private void check(Operation operation) {
        switch (operation.kind()) {
            case READ -> checkRead(operation);
            case WRITE, DELETE -> checkWrite(operation);
            case LAST -> checkLast(operation);
        }
        if (operation.outcome() == Outcome.DONE && operation.kind() != Kind.DELETE) {
            checkValue(operation);
        }
    }

    private void checkRead(Operation read) {
        switch (read.outcome()) {
            case DONE, ABSENT -> {
                if (read.maxAge() != History.ANY_AGE) {
                    checkAge(read);
                }
                if (read.session()) {
                    sessions.shown(read, version(read)).ifPresent(violations::add);
                }
            }
            case REFUSED -> {
                // Without a token every standby may serve, and the faults always leave one that is there.
                if (!read.session() || !history.isWithoutPrimary(read)) {
                    report(Rule.FAILED_READ, read, "a server was there that may serve it");
                }
            }
            case UNKNOWN, FAILED -> report(Rule.FAILED_READ, read, "no read may end like this");
        }
    }

    private void checkAge(Operation read) {
        Floor floor = commits.floorAt(read.user(), read.start() - read.maxAge());
        if (floor != null && version(read) < floor.version()) {
            report(Rule.TOO_OLD, read, "long before, a client was told " + floor.toldBy());
        }
    }

    private void checkWrite(Operation write) {
        switch (write.outcome()) {
            case DONE -> {
                if (write.session()) {
                    sessions.wrote(write, told(write));
                }
            }
            case ABSENT -> {
                if (version(write) != DELETED) {
                    report(Rule.LOST_WRITE, write, "nobody had asked for its deletion");
                }
            }
            case REFUSED, UNKNOWN -> {
                if (!history.isWithoutPrimary(write)) {
                    report(Rule.FAILED_WRITE, write, "the primary was there");
                }
            }
            case FAILED -> report(Rule.FAILED_WRITE, write, "no write may end like this");
        }
    }

    private void checkLast(Operation last) {
        Floor floor = commits.floorAt(last.user(), last.end());
        if (last.outcome() != Outcome.DONE && last.outcome() != Outcome.ABSENT) {
            report(Rule.FAILED_READ, last, "all servers were there");
        } else if (floor != null && version(last) < floor.version()) {
            report(Rule.LOST_WRITE, last, "a client was told " + floor.toldBy());
        }
    }

    private void checkValue(Operation operation) {
        if (refused.contains(operation.value())) {
            report(Rule.WRITTEN_ALTHOUGH_REFUSED, operation, "its writer was told that nothing was written");
        }
        Operation first = values.putIfAbsent(new Version(operation.user(), operation.version()), operation);
        if (first != null && !first.value().equals(operation.value())) {
            report(Rule.TWO_VALUES, operation, "a client was told " + first);
        }
    }

    /** The state of the user once a write was done. */
    private static Floor told(Operation write) {
        return new Floor(write.kind() == Kind.DELETE ? DELETED : write.version(), write);
    }

    private int version(Operation operation) {
        if (operation.outcome() == Outcome.DONE) {
            return operation.version();
        }
        Long deletion = deletions.get(operation.user());
        return deletion != null && deletion < operation.end() ? DELETED : -1;
    }

    private void report(Rule rule, Operation operation, String because) {
        violations.add(new Violation(rule, operation, because));
    }
}
