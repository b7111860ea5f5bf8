package io.userservice.setting;

import org.eclipse.microprofile.config.spi.Converter;

/** Takes a number from 1 to 100. Thread-safe. */
public class Weight implements Converter<Integer> {

    private static final long serialVersionUID = 1L;

    /** The number, or {@link IllegalArgumentException}. */
    @Override
    public Integer convert(String weight) {
        if (!weight.matches("[1-9][0-9]?|100")) {
            throw new IllegalArgumentException("must be a number from 1 to 100, and not " + weight);
        }
        return Integer.valueOf(weight);
    }
}
