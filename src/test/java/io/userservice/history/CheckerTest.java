package io.userservice.history;

import io.userservice.history.Checker.Rule;
import io.userservice.history.History.Kind;
import io.userservice.history.History.Outcome;
import org.junit.jupiter.api.Test;

/** What the checker objects to, and what it does not: one client, or two, and one user. */
class CheckerTest extends WrittenHistory {

    @Test
    void aClientThatSeesTimeGoForwardIsFine() {
        write(ANN, 0);
        read(BOB, Outcome.ABSENT, NONE);
        read(BOB, Outcome.DONE, 0);
        write(BOB, 1);
        read(ANN, Outcome.DONE, 0);
        read(ANN, Outcome.DONE, 1);
        delete(ANN);
        read(BOB, Outcome.DONE, 1);
        read(BOB, Outcome.ABSENT, NONE);
        last(Outcome.ABSENT, NONE);
        assertViolates();
    }

    @Test
    void anOwnWriteThatIsMissing() {
        write(ANN, 0);
        read(ANN, Outcome.ABSENT, NONE);
        assertViolates(Rule.READ_YOUR_WRITES);
    }

    @Test
    void anOwnChangeThatIsMissing() {
        write(ANN, 0);
        write(ANN, 1);
        read(ANN, Outcome.DONE, 0);
        assertViolates(Rule.READ_YOUR_WRITES);
    }

    @Test
    void anOwnDeletionThatIsMissing() {
        write(ANN, 0);
        delete(ANN);
        read(ANN, Outcome.DONE, 0);
        assertViolates(Rule.READ_YOUR_WRITES);
    }

    @Test
    void aVersionThatGoesBack() {
        write(ANN, 0);
        write(ANN, 1);
        read(BOB, Outcome.DONE, 1);
        read(BOB, Outcome.DONE, 0);
        assertViolates(Rule.MONOTONIC_READS);
    }

    @Test
    void aUserThatVanishes() {
        write(ANN, 0);
        read(BOB, Outcome.DONE, 0);
        read(BOB, Outcome.ABSENT, NONE);
        assertViolates(Rule.MONOTONIC_READS);
    }

    @Test
    void aUserThatComesBack() {
        write(ANN, 0);
        read(BOB, Outcome.DONE, 0);
        delete(ANN);
        read(BOB, Outcome.ABSENT, NONE);
        read(BOB, Outcome.DONE, 0);
        assertViolates(Rule.MONOTONIC_READS);
    }

    @Test
    void whoDoesNotCountOnATokenMaySeeAnything() {
        write(ANN, 0);
        add(ANN, Kind.READ, false, Outcome.ABSENT, NONE, "");
        assertViolates();
    }

    @Test
    void anAcknowledgedWriteThatIsLost() {
        write(ANN, 0);
        write(ANN, 1);
        last(Outcome.DONE, 0);
        assertViolates(Rule.LOST_WRITE);
    }

    @Test
    void anAcknowledgedDeletionThatIsLost() {
        write(ANN, 0);
        delete(ANN);
        last(Outcome.DONE, 0);
        assertViolates(Rule.LOST_WRITE);
    }

    @Test
    void aWriteThatDoesNotFindItsUser() {
        write(ANN, 0);
        add(BOB, Kind.WRITE, true, Outcome.ABSENT, NONE, "changed");
        assertViolates(Rule.LOST_WRITE);
    }

    @Test
    void aWriteOfUnknownOutcomeMayHaveHappenedOrNot() {
        history.addTimeWithoutPrimary(0, 1_000);
        write(ANN, 0);
        add(ANN, Kind.WRITE, true, Outcome.UNKNOWN, NONE, "value 1");
        read(ANN, Outcome.DONE, 0);
        read(ANN, Outcome.DONE, 1);
        last(Outcome.DONE, 1);
        assertViolates();
    }

    @Test
    void aRefusedWriteThatHappened() {
        history.addTimeWithoutPrimary(0, 1_000);
        write(ANN, 0);
        add(ANN, Kind.WRITE, true, Outcome.REFUSED, NONE, "value 1");
        read(ANN, Outcome.DONE, 1);
        assertViolates(Rule.WRITTEN_ALTHOUGH_REFUSED);
    }

    @Test
    void twoHistoriesOfOneUser() {
        write(ANN, 0);
        add(BOB, Kind.READ, true, Outcome.DONE, 0, "another value");
        assertViolates(Rule.TWO_VALUES);
    }

    @Test
    void readsThatFail() {
        read(ANN, Outcome.REFUSED, NONE);
        read(ANN, Outcome.FAILED, NONE);
        assertViolates(Rule.FAILED_READ, Rule.FAILED_READ);
    }

    @Test
    void withoutAPrimaryATokenMayBeTooMuchToAskForButNotAReplica() {
        history.addTimeWithoutPrimary(0, 1_000);
        read(ANN, Outcome.REFUSED, NONE);
        assertViolates();
        add(ANN, Kind.READ, false, Outcome.REFUSED, NONE, "");
        assertViolates(Rule.FAILED_READ);
    }

    @Test
    void writesThatFailWhileThePrimaryIsThere() {
        history.addTimeWithoutPrimary(0, 90);
        add(ANN, Kind.WRITE, true, Outcome.REFUSED, NONE, "refused");
        add(ANN, Kind.WRITE, true, Outcome.UNKNOWN, NONE, "unknown");
        add(ANN, Kind.WRITE, true, Outcome.FAILED, NONE, "failed");
        assertViolates(Rule.FAILED_WRITE, Rule.FAILED_WRITE, Rule.FAILED_WRITE);
    }
}
