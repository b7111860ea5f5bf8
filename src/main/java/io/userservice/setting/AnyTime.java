package io.userservice.setting;

import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.annotation.Priority;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Takes what Quarkus takes for its own settings with a time, and says what to write in the place of anything else. Those of the
 * service take less, see {@link Time}. Thread-safe.
 */
@Priority(AnyTime.BEFORE_QUARKUS)
public class AnyTime implements Converter<Duration> {

    /** Its own converters have 200. */
    static final int BEFORE_QUARKUS = 300;

    private static final long serialVersionUID = 1L;

    /** The time, null of nothing, or {@link IllegalArgumentException}. */
    @Override
    public @Nullable Duration convert(String text) {
        try {
            return DurationConverter.parseDuration(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a time such as 500ms, 5s, 2m or 24h, and not " + text, e);
        }
    }
}
