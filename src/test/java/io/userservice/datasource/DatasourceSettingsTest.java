package io.userservice.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasourceSettingsTest {

    private static final String TIMEOUT = "quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout";

    @ParameterizedTest
    @CsvSource({
        "quarkus.datasource.jdbc.max-size, many, QUARKUS_DATASOURCE_JDBC_MAX_SIZE",
        "quarkus.datasource.jdbc.max-size, 0, QUARKUS_DATASOURCE_JDBC_MAX_SIZE",
        "quarkus.datasource.jdbc.max-size, -1, QUARKUS_DATASOURCE_JDBC_MAX_SIZE",
        "quarkus.datasource.\"replica-1\".jdbc.max-size, 2.5, QUARKUS_DATASOURCE__REPLICA_1__JDBC_MAX_SIZE",
        "each-server.jdbc.min-size, few, EACH_SERVER_JDBC_MIN_SIZE",
        TIMEOUT + ", 5s, QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_SOCKETTIMEOUT",
        "each-replica.jdbc.additional-jdbc-properties.loginTimeout, 5 seconds, EACH_REPLICA_JDBC_ADDITIONAL_JDBC_PROPERTIES_LOGINTIMEOUT"
    })
    void whatNobodyCouldUseIsNamedAsAVariableAndAsAProperty(String property, String value, String variable) {
        List<String> refusals = refusals(Map.of(property, value));
        assertEquals(1, refusals.size(), refusals::toString);
        assertTrue(
                refusals.get(0).startsWith(variable + " (" + property + ") is " + value + ": write a number"),
                refusals::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.datasource.jdbc.max-size, 20",
        "quarkus.datasource.jdbc.min-size, 0",
        "quarkus.datasource.jdbc.url, many",
        TIMEOUT + ", 0",
        TIMEOUT + ", ''",
        "quarkus.datasource.\"replica-9\".jdbc.max-size, many",
    })
    void theRestIsLeftAlone(String property, String value) {
        assertEquals(List.of(), refusals(Map.of(property, value)));
    }

    @Test
    void whatOthersInheritIsToldOnce() {
        List<String> refusals = refusals(Map.of(
                "quarkus.datasource.\"primary-reads\".jdbc.max-size", "many",
                "each-replica.jdbc.max-size", "many",
                "quarkus.datasource.jdbc.max-size", "many"));
        assertEquals(1, refusals.size(), refusals::toString);
        assertTrue(refusals.get(0).startsWith("QUARKUS_DATASOURCE_JDBC_MAX_SIZE"), refusals::toString);
    }

    private static List<String> refusals(Map<String, String> settings) {
        return DatasourceSettings.refusals(settings.keySet(), name -> Optional.ofNullable(settings.get(name)));
    }
}
