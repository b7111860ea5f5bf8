package io.userservice.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.replication.Blame.Strikes;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How failed reads add up, in a window of five seconds. */
class BlameTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WINDOW = Duration.ofSeconds(5);

    /** At these seconds reads failed. */
    @ParameterizedTest
    @CsvSource({"0, 1", "0 0 0, 3", "0 2 5, 3", "0 2 6, 1", "0 6 7, 2", "0 6 12, 1"})
    void thoseInOneWindowCount(String seconds, int count) {
        Strikes strikes = Strikes.NONE;
        for (long second : Stream.of(seconds.split(" ")).map(Long::valueOf).toList()) {
            strikes = strikes.and(T0.plusSeconds(second), WINDOW);
        }
        assertEquals(count, strikes.count());
    }
}
