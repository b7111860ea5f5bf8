package io.userservice.replication.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.replication.WalPosition;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a standby is asked while reads wait for it. No PostgreSQL 19 is here: a stand-in for its connection is. */
class ReplayQuestionTest {

    private static final WalPosition POSITION = new WalPosition(1, 0x16_B374_D848L);
    private static final String WAIT = "WAIT FOR LSN '16/B374D848' WITH (TIMEOUT '10ms', NO_THROW)";
    private static final String ASK = "select pg_last_wal_replay_lsn() - '0/0' >= ?";

    private final List<String> asked = new ArrayList<>();
    private String status = "success";
    private boolean knowsWait = true;

    @ParameterizedTest
    @CsvSource({"success, true", "timeout, false", "not in recovery, true"})
    void aServerThatCanWaitIsLeftToWait(String answer, boolean mayHave) throws SQLException {
        status = answer;
        ReplayQuestion question = new ReplayQuestion(connection(19));
        assertEquals(mayHave, question.mayHave(POSITION, 10));
        assertEquals(mayHave, question.mayHave(POSITION, 10));
        assertEquals(List.of(WAIT, WAIT), asked);
    }

    @Test
    void anOlderServerIsAsked() throws SQLException {
        ReplayQuestion question = new ReplayQuestion(connection(18));
        question.mayHave(POSITION, 10);
        question.mayHave(POSITION, 10);
        assertEquals(List.of(ASK, ASK), asked);
    }

    @Test
    void aServerThatOnlySaysThatItCanWaitIsTriedOnce() throws SQLException {
        knowsWait = false;
        ReplayQuestion question = new ReplayQuestion(connection(19));
        question.mayHave(POSITION, 10);
        question.mayHave(POSITION, 10);
        assertEquals(List.of(WAIT, ASK, ASK), asked);
        assertEquals(false, question.waits());
    }

    private Connection connection(int version) {
        ResultSet row = standIn(
                ResultSet.class, Map.of("next", args -> true, "getString", args -> status, "getBoolean", args -> true));
        PreparedStatement prepared = standIn(PreparedStatement.class, Map.of("executeQuery", args -> {
            asked.add(ASK);
            return row;
        }));
        Statement statement = standIn(Statement.class, Map.of("executeQuery", args -> {
            asked.add((String) args[0]);
            if (!knowsWait) {
                throw new SQLException("syntax error at or near \"WAIT\"", "42601");
            }
            return row;
        }));
        DatabaseMetaData data = standIn(DatabaseMetaData.class, Map.of("getDatabaseMajorVersion", args -> version));
        return standIn(
                Connection.class,
                Map.of(
                        "getMetaData", args -> data,
                        "createStatement", args -> statement,
                        "prepareStatement",
                                args -> {
                                    assertEquals(ASK, args[0]);
                                    return prepared;
                                }));
    }

    private interface Answer {
        Object to(Object[] args) throws SQLException;
    }

    private static <T> T standIn(Class<T> type, Map<String, Answer> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Answer answer = answers.get(method.getName());
            return answer == null ? null : answer.to(args);
        }));
    }
}
