package io.userservice.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an exception says, and of whom: all of PostgreSQL's appendix A. */
class SqlFailureTest {

    /** Each class of the appendix, by what a code means that has no line of its own. */
    private static final Map<SqlFailure, List<String>> CLASSES = Map.of(
            SqlFailure.DISCONNECTED, List.of("08"),
            SqlFailure.CONFLICT, List.of("40"),
            SqlFailure.UNSUITABLE, List.of("0A", "28", "3D", "3F", "42", "55"),
            SqlFailure.SERVER_FAILED, List.of("53", "57", "58", "72", "F0", "HV", "XX"),
            SqlFailure.STATEMENT,
                    List.of(
                            "01", "02", "03", "09", "0B", "0F", "0L", "0P", "0Z", "10", "20", "21", "22", "23", "24",
                            "25", "26", "27", "2B", "2D", "2F", "34", "38", "39", "3B", "44", "54", "P0"));

    static Stream<String> classes() {
        return CLASSES.values().stream().flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("classes")
    void everyClassIsDecided(String twoLetters) {
        SqlFailure expected = CLASSES.entrySet().stream()
                .filter(entry -> entry.getValue().contains(twoLetters))
                .findFirst()
                .orElseThrow()
                .getKey();
        assertEquals(expected, SqlFailure.ofState(twoLetters + "ZZZ", ""));
    }

    @Test
    void thereAreNoOtherClasses() {
        assertEquals(43, classes().distinct().count());
    }

    @ParameterizedTest
    @CsvSource({
        "08000, DISCONNECTED",
        "08001, UNREACHABLE",
        "08003, DISCONNECTED",
        "08004, UNREACHABLE",
        "08006, DISCONNECTED",
        "08007, DISCONNECTED",
        "08P01, DISCONNECTED",
        "0A000, UNSUITABLE",
        "22P02, STATEMENT",
        "22021, STATEMENT",
        "23502, STATEMENT",
        "23505, NONE",
        "23514, STATEMENT",
        "25001, STATEMENT",
        "25006, STANDBY",
        "25P02, STATEMENT",
        "25P03, CANCELLED",
        "25P04, CANCELLED",
        "26000, STALE_PLAN",
        "28000, UNSUITABLE",
        "28P01, UNSUITABLE",
        "34000, STALE_PLAN",
        "3D000, UNSUITABLE",
        "3F000, UNSUITABLE",
        "40001, CONFLICT",
        "40003, DISCONNECTED",
        "40P01, CONFLICT",
        "42501, UNSUITABLE",
        "42703, UNSUITABLE",
        "42P01, UNSUITABLE",
        "42P05, STALE_PLAN",
        "53000, SERVER_FAILED",
        "53100, SERVER_FAILED",
        "53200, SERVER_FAILED",
        "53300, FULL",
        "54001, STATEMENT",
        "55000, UNSUITABLE",
        "55P03, CONFLICT",
        "57000, SERVER_FAILED",
        "57014, CANCELLED",
        "57P01, DISCONNECTED",
        "57P02, UNREACHABLE",
        "57P03, UNREACHABLE",
        "57P04, UNSUITABLE",
        "57P05, DISCONNECTED",
        "58030, SERVER_FAILED",
        "58P01, SERVER_FAILED",
        "72000, SERVER_FAILED",
        "F0001, SERVER_FAILED",
        "HV000, SERVER_FAILED",
        "P0001, STATEMENT",
        "XX000, SERVER_FAILED",
        "XX001, SERVER_FAILED",
        "'', STATEMENT"
    })
    void theStateTells(String state, SqlFailure kind) {
        assertEquals(kind, SqlFailure.of(new RuntimeException(new SQLException("said", state))));
        IllegalStateException suppressing = new IllegalStateException("rolled back");
        suppressing.addSuppressed(new SQLException("said", state));
        assertEquals(kind, SqlFailure.of(suppressing));
    }

    @Test
    void aPlanThatTheSchemaHasOutdatedIsTheConnections() {
        assertEquals(SqlFailure.STALE_PLAN, SqlFailure.of(answer("ERROR", "0A000", "RevalidateCachedQuery")));
        assertEquals(SqlFailure.UNSUITABLE, SqlFailure.of(answer("ERROR", "0A000", "PreventInTransactionBlock")));
    }

    @Test
    void onlyAnErrorThatPostgresAnswersWasRolledBack() {
        assertTrue(SqlFailure.isRolledBack(new RuntimeException(answer("ERROR", "53100", "mdextend"))));
        assertFalse(SqlFailure.isRolledBack(answer("FATAL", "57P01", "ProcessInterrupts")));
        assertFalse(SqlFailure.isRolledBack(new SQLException("said", "08006")));
        assertFalse(SqlFailure.isRolledBack(new IllegalArgumentException("no")));
    }

    @Test
    void aLogSaysTheStateAndNoMessage() {
        assertEquals("SQLSTATE 53100", SqlFailure.describe(new RuntimeException(new SQLException("ada@", "53100"))));
        assertEquals("SQLException", SqlFailure.describe(new RuntimeException(new SQLException("ada@"))));
        assertEquals("IllegalArgumentException", SqlFailure.describe(new IllegalArgumentException("ada@")));
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

    private static PSQLException answer(String severity, String state, String routine) {
        return new PSQLException(
                new ServerErrorMessage("S" + severity + "\0C" + state + "\0Msaid\0R" + routine + "\0"));
    }
}
