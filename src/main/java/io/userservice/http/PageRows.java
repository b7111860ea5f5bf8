package io.userservice.http;

import java.util.List;
import java.util.Optional;

/**
 * The rows of a page, of a select that was asked for one row more than its limit: that one tells that there is a next page.
 * Pure.
 *
 * @param rows as many as the limit at most
 * @param last the row after which the next page begins; empty if there is none
 */
public record PageRows<T>(List<T> rows, Optional<T> last) {

    /** Of what a select with {@code limit + 1} has found. */
    public static <T> PageRows<T> of(List<T> found, int limit) {
        return found.size() <= limit
                ? new PageRows<>(found, Optional.empty())
                : new PageRows<>(found.subList(0, limit), Optional.of(found.get(limit - 1)));
    }
}
