package io.userservice.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.history.History.Kind;
import io.userservice.history.History.Outcome;
import org.junit.jupiter.api.Test;

/** Each outcome of a read and of a write, as Elle wants to be told. */
class ElleHistoryTest extends WrittenHistory {

    @Test
    void eachRequestIsATransactionOfOneOperation() {
        read(BOB, Outcome.ABSENT, NONE);
        write(ANN, 0);
        read(BOB, Outcome.DONE, 0);
        read(BOB, Outcome.REFUSED, NONE);
        add(ANN, Kind.WRITE, true, Outcome.REFUSED, NONE, "refused");
        add(ANN, Kind.WRITE, true, Outcome.UNKNOWN, NONE, "unknown");
        last(Outcome.DONE, 0);
        write(ANN, 1);
        other(ANN, Kind.WRITE, Outcome.DONE, 0);
        other(BOB, Kind.DELETE, Outcome.DONE, NONE);
        assertEquals("""
                {:index 0, :time 100, :type :invoke, :process 3, :f :txn, :value [[:r "user" nil]]}
                {:index 1, :time 101, :type :ok, :process 3, :f :txn, :value [[:r "user" nil]]}
                {:index 2, :time 102, :type :invoke, :process 2, :f :txn, :value [[:w "user" "value 0"]]}
                {:index 3, :time 103, :type :ok, :process 2, :f :txn, :value [[:w "user" "value 0"]]}
                {:index 4, :time 104, :type :invoke, :process 3, :f :txn, :value [[:r "user" nil]]}
                {:index 5, :time 105, :type :ok, :process 3, :f :txn, :value [[:r "user" "value 0"]]}
                {:index 6, :time 106, :type :invoke, :process 3, :f :txn, :value [[:r "user" nil]]}
                {:index 7, :time 107, :type :fail, :process 3, :f :txn, :value [[:r "user" nil]]}
                {:index 8, :time 108, :type :invoke, :process 2, :f :txn, :value [[:w "user" "refused"]]}
                {:index 9, :time 109, :type :fail, :process 2, :f :txn, :value [[:w "user" "refused"]]}
                {:index 10, :time 110, :type :invoke, :process 2, :f :txn, :value [[:w "user" "unknown"]]}
                {:index 11, :time 111, :type :info, :process 2, :f :txn, :value [[:w "user" "unknown"]]}
                {:index 12, :time 112, :type :invoke, :process 0, :f :txn, :value [[:r "user" nil]]}
                {:index 13, :time 113, :type :ok, :process 0, :f :txn, :value [[:r "user" "value 0"]]}
                {:index 14, :time 114, :type :invoke, :process 10002, :f :txn, :value [[:w "user" "value 1"]]}
                {:index 15, :time 115, :type :ok, :process 10002, :f :txn, :value [[:w "user" "value 1"]]}
                """, ElleHistory.of(history));
    }
}
