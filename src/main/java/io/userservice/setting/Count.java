package io.userservice.setting;

import org.eclipse.microprofile.config.spi.Converter;

/** Takes a number of things, 1 to 999,999. Thread-safe. */
public class Count implements Converter<Integer> {

    private static final long serialVersionUID = 1L;

    /** The number, or {@link IllegalArgumentException}. */
    @Override
    public Integer convert(String count) {
        if (!count.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("must be a number from 1 on, such as 12, and not " + count);
        }
        return Integer.valueOf(count);
    }
}
