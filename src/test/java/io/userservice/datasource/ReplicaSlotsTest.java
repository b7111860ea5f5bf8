package io.userservice.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaSlotsTest {

    private static String refusal(String property) {
        List<String> refusals = ReplicaSlots.refusals(List.of(property));
        assertEquals(1, refusals.size(), refusals::toString);
        return refusals.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.datasource.\"replica-9\".jdbc.url",
                "quarkus.datasource.replica-9.jdbc.url",
                "quarkus.datasource.\"replica1\".jdbc.url",
                "quarkus.datasource.\"reporting\".jdbc.url",
                "%prod.quarkus.datasource.\"replica-9\".jdbc.url",
                "QUARKUS_DATASOURCE__REPLICA_9__JDBC_URL",
                "QUARKUS_DATASOURCE_REPLICA_9_JDBC_URL",
                "QUARKUS_DATASOURCE__REPLICA9__JDBC_URL"
            })
    void aUrlWithoutADatasourceIsNamedWithTheRightWords(String property) {
        String message = refusal(property);
        assertTrue(message.contains(property) && message.contains("QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "QUARKUS_DATASOURCE_REPLICA_1_JDBC_URL,       QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL",
        "QUARKUS_DATASOURCE_REPLICA_8_USERNAME,       QUARKUS_DATASOURCE__REPLICA_8__USERNAME",
        "QUARKUS_DATASOURCE_REPLICA_2_JDBC_MAX_SIZE,  QUARKUS_DATASOURCE__REPLICA_2__JDBC_MAX_SIZE",
        "_PROD_QUARKUS_DATASOURCE_REPLICA_1_JDBC_URL, _PROD_QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL",
        "QUARKUS_DATASOURCE_PRIMARY_READS_JDBC_URL,   QUARKUS_DATASOURCE__PRIMARY_READS__JDBC_URL"
    })
    void aVariableThatNobodyReadsIsNamedWithTheOneThatIsRead(String variable, String right) {
        String message = refusal(variable);
        assertTrue(message.contains(variable) && message.contains(right), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.datasource.jdbc.url",
                "QUARKUS_DATASOURCE_JDBC_URL",
                "quarkus.datasource.\"replica-8\".jdbc.url",
                "quarkus.datasource.replica-1.jdbc.url",
                "%test.quarkus.datasource.\"replica-1\".jdbc.url",
                "QUARKUS_DATASOURCE__REPLICA_8__JDBC_URL",
                "quarkus.datasource.\"primary-reads\".jdbc.url",
                "quarkus.datasource.\"replica-9\".username",
                "QUARKUS_DATASOURCE__REPLICA_1__USERNAME",
                "QUARKUS_DATASOURCE_JDBC_MAX_SIZE",
                "JDBC_URL",
                "java.home"
            })
    void everythingElseIsLeftAlone(String property) {
        assertEquals(List.of(), ReplicaSlots.refusals(List.of(property)));
    }

    @Test
    void eachMistakeIsToldOnceByTheNameThatSomebodyHasWritten() {
        List<String> refusals = ReplicaSlots.refusals(List.of(
                "quarkus.datasource.\"replica.9\".jdbc.url",
                "quarkus.datasource.\"replica-0\".jdbc.url",
                "QUARKUS_DATASOURCE__REPLICA_9__JDBC_URL"));
        assertEquals(2, refusals.size(), refusals::toString);
        assertTrue(refusals.get(0).contains("QUARKUS_DATASOURCE__REPLICA_9__JDBC_URL."), refusals::toString);
        assertTrue(refusals.get(1).contains("replica-0"), refusals::toString);
    }
}
