package io.userservice.user;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The orders in which users can be listed. Each is total, has an index behind it, and goes on after the last row of a page:
 * by keyset, not by offset, so that a page costs the same at any depth and neither repeats nor misses a user when others
 * come or go meanwhile.
 */
enum Sort {
    NEWEST("-createdAt", "created_at desc, id desc", "(created_at, id) < (?, ?)"),
    OLDEST("createdAt", "created_at, id", "(created_at, id) > (?, ?)"),
    EMAIL("email", "email_key", "email_key > ?");

    private final String parameter;
    private final String order;
    private final String after;

    Sort(String parameter, String order, String after) {
        this.parameter = parameter;
        this.order = order;
        this.after = after;
    }

    static Optional<Sort> of(String parameter) {
        return Stream.of(values())
                .filter(sort -> sort.parameter.equals(parameter))
                .findFirst();
    }

    /** As clients write it. */
    String parameter() {
        return parameter;
    }

    /** The SQL of ORDER BY. */
    String order() {
        return order;
    }

    /** The SQL condition for what comes after the row with the {@link Cursor#keys}. */
    String after() {
        return after;
    }
}
