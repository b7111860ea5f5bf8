package io.userservice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T15:30:09.123456Z,    2026-11-25T15:30:09.123456Z",
        "2026-01-02T03:04:05.000001999Z, 2026-01-02T03:04:05.000001Z",
        "2024-02-29T23:59:59Z,           2024-02-29T23:59:59.000000Z",
        "1969-12-31T23:59:59.5Z,         1969-12-31T23:59:59.500000Z",
        "0001-01-01T00:00:00Z,           0001-01-01T00:00:00.000000Z",
        "9999-12-31T10:20:30.100000Z,    9999-12-31T10:20:30.100000Z"
    })
    void hasSixDigitsOfASecond(Instant time, String text) {
        assertEquals(text, new String(JsonTime.text(time)));
    }
}
