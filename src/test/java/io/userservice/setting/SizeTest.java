package io.userservice.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every setting takes that is a size or a time, those of Quarkus too, and what is said of the rest. */
class SizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "512B, 512",
        "64K, 65536",
        "64 kb, 65536",
        "8M, 8388608",
        "8MB, 8388608",
        "8MiB, 8388608",
        "' 8 m ', 8388608",
        "1G, 1073741824",
        "1TB, 1099511627776"
    })
    void asItIsMeant(String text, long bytes) {
        assertEquals(bytes, config(text).getValue("it", MemorySize.class).asLongValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"much", "-8M", "1.5M", "8X", "8MM", "M", "8 M B"})
    void whatIsNoneIsToldHowToWriteOne(String text) {
        SmallRyeConfig config = config(text);
        String message = assertThrows(IllegalArgumentException.class, () -> config.getValue("it", MemorySize.class))
                .getMessage();
        assertTrue(message.contains("must be a size in bytes such as 8M") && message.contains(text), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5 seconds", "soon", "1 year", "PT"})
    void soIsWhatIsNoTime(String text) {
        SmallRyeConfig config = config(text);
        String message = assertThrows(IllegalArgumentException.class, () -> config.getValue("it", Duration.class))
                .getMessage();
        assertTrue(message.contains("must be a time such as 500ms") && message.contains(text), message);
    }

    @Test
    void aTimeIsTakenAsQuarkusDoes() {
        assertEquals(Duration.ofSeconds(90), config("90").getValue("it", Duration.class));
        assertEquals(Duration.ofMinutes(2), config("2M").getValue("it", Duration.class));
        assertNull(new AnyTime().convert(" "));
        assertNull(new Size().convert(" "));
    }

    private static SmallRyeConfig config(String value) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(Map.of("it", value), "test", 300))
                .build();
    }
}
