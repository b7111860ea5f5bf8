package io.userservice.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTimeoutTest {

    private final StatementTimeout.Limit limit = new StatementTimeout.Limit();

    @ParameterizedTest
    @ValueSource(strings = {"0", "1ms", "500ms", "3s", "10s", "1min"})
    void whatPostgresqlAndAReaderUnderstandIsTaken(String text) {
        assertEquals(text, limit.convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "PT3S", "3 s", "-1s", "0s", "1h", "s", "3S", "1s'; drop table users"})
    void whatCouldBeMisreadIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> limit.convert(text));
    }
}
