package io.userservice.history;

import io.userservice.history.Checker.Rule;
import io.userservice.history.History.Kind;
import io.userservice.history.History.Outcome;
import org.junit.jupiter.api.Test;

/** What the checker says of orders of two users' changes, and of states that are too old. */
class OrderAndAgeTest extends WrittenHistory {

    @Test
    void aWriteWithoutOneThatWasDoneBeforeItBegan() {
        write(ANN, 0);
        other(ANN, Kind.WRITE, Outcome.DONE, 0);
        other(BOB, Kind.READ, Outcome.DONE, 0);
        read(BOB, Outcome.ABSENT, NONE);
        assertViolates(Rule.COMMIT_ORDER);
    }

    @Test
    void aWriteWithoutOneThatWasDoneLater() {
        other(ANN, Kind.WRITE, Outcome.DONE, 0);
        write(ANN, 0);
        other(BOB, Kind.READ, Outcome.DONE, 0);
        read(BOB, Outcome.ABSENT, NONE);
        assertViolates();
    }

    @Test
    void twoWritesAtTheSameTimeInBothOrders() {
        history.add(operation(ANN, Kind.WRITE, "user", true, 0, 9, Outcome.DONE, 0, "value 0"));
        history.add(operation(BOB, Kind.WRITE, "other", true, 0, 9, Outcome.DONE, 0, "other 0"));
        read(CAY, Outcome.DONE, 0);
        other(CAY, Kind.READ, Outcome.ABSENT, NONE);
        other(DAN, Kind.READ, Outcome.DONE, 0);
        read(DAN, Outcome.ABSENT, NONE);
        assertViolates(Rule.LONG_FORK);
    }

    @Test
    void aStateThatIsOlderThanAskedFor() {
        write(ANN, 0);
        write(ANN, 1);
        now += 20;
        bounded(30, 0);
        assertViolates();
        bounded(10, 0);
        assertViolates(Rule.TOO_OLD);
    }

    @Test
    void aDeletionThatIsOlderThanAskedFor() {
        write(ANN, 0);
        delete(ANN);
        now += 20;
        bounded(10, 0);
        assertViolates(Rule.TOO_OLD);
    }
}
