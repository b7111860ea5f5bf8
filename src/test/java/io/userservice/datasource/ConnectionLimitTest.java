package io.userservice.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the start warns of more connections than a server takes. */
class ConnectionLimitTest {

    @ParameterizedTest
    @CsvSource({"1, 41, 97", "2, 41, 82", "12, 21, 1000", "100000, 1, 100000"})
    void whatFitsIsNoReasonToWarn(int instances, int each, int taken) {
        assertEquals(Optional.empty(), new ConnectionLimit("primary", instances, each, taken).warning());
    }

    @ParameterizedTest
    @CsvSource({"1, 98, 97", "2, 41, 81", "100000, 100000, 2147483647"})
    void whatDoesNotFitIs(int instances, int each, int taken) {
        assertEquals(
                true,
                new ConnectionLimit("replica-1", instances, each, taken)
                        .warning()
                        .isPresent());
    }

    @Test
    void theWarningHasTheFigures() {
        assertEquals(
                Optional.of("too-many-connections server=replica-1 wanted=252 taken=97: 12 instances"
                        + " (user-service.instances) with 21 connections each; make the pools smaller (jdbc.max-size) or"
                        + " max_connections of the server larger"),
                new ConnectionLimit("replica-1", 12, 21, 97).warning());
    }
}
