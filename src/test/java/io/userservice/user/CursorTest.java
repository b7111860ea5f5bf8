package io.userservice.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    @ParameterizedTest
    @MethodSource
    void isReadAsItWasWritten(Cursor cursor) {
        assertEquals(cursor, Cursor.of(cursor.text()));
    }

    static Stream<Cursor> isReadAsItWasWritten() {
        return Stream.of(
                new Cursor(Sort.NEWEST, Instant.parse("2026-11-22T17:48:47.564389Z"), ID, null),
                new Cursor(Sort.OLDEST, Instant.EPOCH, ID, null),
                new Cursor(Sort.EMAIL, null, null, "josé@exämple.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "createdAt",
                "createdAt 5",
                "createdAt 5 x",
                "createdAt 5 01890a5d-ac96-774b-bcce-b302099a805",
                "createdAt 5 01890a5dac96-774b-bcce-b302099a8057-",
                "createdAt -5 01890a5d-ac96-774b-bcce-b302099a8057",
                "createdAt 05 01890a5d-ac96-774b-bcce-b302099a8057",
                "createdAt 100000000000000000 01890a5d-ac96-774b-bcce-b302099a8057",
                "CreatedAt 5 01890a5d-ac96-774b-bcce-b302099a8057",
                "email ",
                "email x",
                "email a\u0000@b.example",
                "name x"
            })
    void whatWasNeverWrittenIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Cursor.of(text));
    }
}
