package io.userservice.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.history.Checker.Rule;
import io.userservice.history.Checker.Violation;
import io.userservice.history.History.Kind;
import io.userservice.history.History.Operation;
import io.userservice.history.History.Outcome;
import java.util.List;

/** A short history, written down by hand: some clients, and one user or two. Each operation begins when the last one is over. */
abstract class WrittenHistory {

    static final int ANN = 1;
    static final int BOB = 2;
    static final int CAY = 3;
    static final int DAN = 4;
    static final int NONE = -1;

    final History history = new History();
    long now = 100;

    final void bounded(long maxAge, int version) {
        String value = "value " + version;
        history.add(
                new Operation(BOB, Kind.READ, "user", false, maxAge, now, now + 1, Outcome.DONE, version, value, ""));
    }

    final void read(int client, Outcome outcome, int version) {
        add(client, Kind.READ, true, outcome, version, "value " + version);
    }

    final void other(int client, Kind kind, Outcome outcome, int version) {
        now += 2;
        history.add(operation(client, kind, "other", true, now - 2, now - 1, outcome, version, "other " + version));
    }

    final void write(int client, int version) {
        add(client, Kind.WRITE, true, Outcome.DONE, version, "value " + version);
    }

    final void delete(int client) {
        add(client, Kind.DELETE, true, Outcome.DONE, NONE, "");
    }

    final void last(Outcome outcome, int version) {
        add(History.NOBODY, Kind.LAST, false, outcome, version, "value " + version);
    }

    final void add(int client, Kind kind, boolean session, Outcome outcome, int version, String value) {
        long start = now;
        now += 2;
        history.add(operation(client, kind, "user", session, start, start + 1, outcome, version, value));
    }

    static Operation operation(
            int client,
            Kind kind,
            String user,
            boolean session,
            long start,
            long end,
            Outcome outcome,
            int version,
            String value) {
        return new Operation(client, kind, user, session, History.ANY_AGE, start, end, outcome, version, value, "");
    }

    final void assertViolates(Rule... rules) {
        assertEquals(
                List.of(rules),
                Checker.violations(history).stream().map(Violation::rule).toList());
    }
}
