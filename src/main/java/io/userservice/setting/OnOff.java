package io.userservice.setting;

import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.spi.Converter;

/** Takes {@code true} and {@code false}, and the words that Quarkus takes for these: to it any other is a no. Thread-safe. */
public class OnOff implements Converter<Boolean> {

    private static final long serialVersionUID = 1L;
    private static final Set<String> OFF = Set.of("false", "0", "no", "n", "off");

    /** Whether it is on, or {@link IllegalArgumentException}. */
    @Override
    public Boolean convert(String word) {
        boolean on = Flag.isOn(word);
        if (!on && !OFF.contains(word.strip().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("must be true or false, and not " + word);
        }
        return on;
    }
}
