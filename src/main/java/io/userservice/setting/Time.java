package io.userservice.setting;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Takes a time, in Quarkus' notation or that of ISO 8601, of up to 365 days. Zero is one, see {@link Positive}. Thread-safe. */
public class Time implements Converter<Duration> {

    private static final long serialVersionUID = 1L;
    private static final Duration LONGEST = Duration.ofDays(365);

    /** The time, or {@link IllegalArgumentException}. */
    @Override
    public Duration convert(String text) {
        Duration time;
        try {
            time = DurationConverter.parseDuration(text);
        } catch (IllegalArgumentException e) {
            throw refused(text);
        }
        if (time == null || time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw refused(text);
        }
        return time;
    }

    /** Takes no zero. */
    public static class Positive extends Time {

        private static final long serialVersionUID = 1L;

        @Override
        public Duration convert(String text) {
            Duration time = super.convert(text);
            if (time.isZero()) {
                throw refused(text);
            }
            return time;
        }
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("must be a time such as 250ms, 2s or 24h, and not " + text);
    }
}
