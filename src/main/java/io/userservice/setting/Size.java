package io.userservice.setting;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.annotation.Priority;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Takes a size in bytes, of a setting of the service or of Quarkus: {@code 8M}, as Quarkus does, and {@code 8MB}, {@code 8 MiB}
 * or {@code 8mb} as well, all of them powers of 1024. Thread-safe.
 */
@Priority(AnyTime.BEFORE_QUARKUS)
public class Size implements Converter<MemorySize> {

    private static final long serialVersionUID = 1L;

    private static final Pattern SIZE = Pattern.compile("([0-9]+)\\s*([KMGTPEZY]?)(?:I?B)?");
    private static final String UNITS = "KMGTPEZY";
    private static final int BITS = 10;

    /** The size, null of nothing, or {@link IllegalArgumentException}. */
    @Override
    public @Nullable MemorySize convert(String text) {
        String written = text.strip();
        if (written.isEmpty()) {
            return null;
        }
        Matcher size = SIZE.matcher(written.toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException(
                    "must be a size in bytes such as 8M (or 512, 64K, 1G), and not " + written);
        }
        String unit = size.group(2);
        int shift = unit.isEmpty() ? 0 : BITS * (UNITS.indexOf(unit) + 1);
        return new MemorySize(new BigInteger(size.group(1)).shiftLeft(shift));
    }
}
