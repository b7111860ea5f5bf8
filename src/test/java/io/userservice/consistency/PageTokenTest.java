package io.userservice.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.userservice.replication.WalPosition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {

    private static final String TOKEN = ".AQAAAAEAAAAAAMje2A";

    @ParameterizedTest
    @ValueSource(strings = {"5", "createdAt 5", "email josé@exämple.com"})
    void aKeyIsReadAsItWasWritten(String key) {
        assertEquals(key, PageToken.key(PageToken.cursor(key, new WalPosition(1, 13_164_248))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ZW1haWwgYUBi",
                TOKEN,
                "*" + TOKEN,
                "ZW1haWwgYUBi=" + TOKEN,
                "ZW1haWwgYUBj!" + TOKEN,
                "_" + TOKEN,
                "ZW1haWwg_w" + TOKEN,
                "ZW1haWwgYUBi.x"
            })
    void whatWasNeverGivenIsRefused(String cursor) {
        assertThrows(IllegalArgumentException.class, () -> PageToken.key(cursor));
    }
}
