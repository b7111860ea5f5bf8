package io.userservice.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.userservice.replication.WalPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTokenTest {

    @Test
    void carriesAPosition() {
        for (WalPosition position : new WalPosition[] {
            new WalPosition(1, 0),
            new WalPosition(3, 0x16_B374_D848L),
            new WalPosition(Integer.MAX_VALUE, Long.MAX_VALUE)
        }) {
            assertEquals(position, ConsistencyToken.decode(ConsistencyToken.encode(position)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "0/16B3748",
                "AQAAAAEAAAAAAAAAZ",
                "AQAAAAEAAAAAAAAAZAA",
                "AgAAAAEAAAAAAAAAZA",
                "AQAAAAAAAAAAAAAAZA",
                "AQAAAAH__________w",
                "AQAAAAEAAAAAAAAAZB",
                "AQAAAAEAAAAAAAAAZA==",
                "AQAAAAEAAAAAAAAA+/",
                "ÄQAAAAEAAAAAAAAAZA"
            })
    void everythingElseIsRefused(String token) {
        assertThrows(IllegalArgumentException.class, () -> ConsistencyToken.decode(token));
    }
}
