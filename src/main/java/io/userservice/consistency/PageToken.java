package io.userservice.consistency;

import io.userservice.replication.WalPosition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a consistency token part of the cursor of a page, so that the next page is never older than this one, whether or
 * not the client carries tokens. Pure.
 */
public final class PageToken {

    /** The query parameter in which cursors come back. */
    static final String PARAMETER = "after";

    private PageToken() {}

    /** The cursor for a key of characters of base64url, of a page that was read at that position. */
    public static String cursor(String key, WalPosition position) {
        return key + "." + ConsistencyToken.encode(position);
    }

    /** The key of a cursor; {@link IllegalArgumentException} if it is none. */
    public static String key(String cursor) {
        token(cursor);
        return cursor.substring(0, cursor.lastIndexOf('.'));
    }

    /** The latest token in cursors; those that are none are for the list itself to refuse. */
    static Optional<WalPosition> latest(List<String> cursors) {
        return cursors.stream()
                .flatMap(cursor -> {
                    try {
                        return Stream.of(token(cursor));
                    } catch (IllegalArgumentException e) {
                        return Stream.empty();
                    }
                })
                .reduce((a, b) -> b.isAfter(a) ? b : a);
    }

    private static WalPosition token(String cursor) {
        int end = cursor.lastIndexOf('.');
        if (end < 0) {
            throw new IllegalArgumentException("no token");
        }
        return ConsistencyToken.decode(cursor.substring(end + 1));
    }
}
