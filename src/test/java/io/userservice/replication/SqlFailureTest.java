package io.userservice.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an exception says of its server. */
class SqlFailureTest {

    @ParameterizedTest
    @CsvSource({
        "08001, UNREACHABLE",
        "08006, UNREACHABLE",
        "57P01, UNREACHABLE",
        "57P03, UNREACHABLE",
        "40001, CONFLICT",
        "40P01, CONFLICT",
        "55P03, CONFLICT",
        "57014, CANCELLED",
        "25P03, CANCELLED",
        "53300, BUSY",
        "25006, STANDBY",
        "23505, NONE"
    })
    void theStateTells(String state, SqlFailure trouble) {
        assertEquals(trouble, SqlFailure.of(new RuntimeException(new SQLException("said", state))));
        var suppressing = new IllegalStateException("rolled back");
        suppressing.addSuppressed(new SQLException("said", state));
        assertEquals(trouble, SqlFailure.of(suppressing));
    }

    @Test
    void withoutAStateItIsThePool() {
        assertEquals(SqlFailure.BUSY, SqlFailure.of(new SQLException("Sorry, acquisition timeout!")));
        assertEquals(
                SqlFailure.SLOW_TO_CONNECT,
                SqlFailure.of(new SQLException(
                        "Acquisition timeout while waiting for new connection", new TimeoutException())));
    }

    @Test
    void whatIsNotOfAServerSaysNothingOfOne() {
        assertEquals(SqlFailure.NONE, SqlFailure.of(new IllegalArgumentException("no")));
    }
}
