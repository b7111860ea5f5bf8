package io.userservice.consistency;

import io.userservice.replication.WalPosition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

    /**
     * The cursor of a page that was read at that position, opaque to clients.
     *
     * @param key where the page ends: the values by which the list is sorted, in a text that its resource can read again.
     *     Not empty. Clients can decode it, so that it grants nothing that the list does not
     */
    public static String cursor(String key, WalPosition position) {
        return encode(key) + "." + ConsistencyToken.encode(position);
    }

    /** The key of a cursor; {@link IllegalArgumentException} for whatever {@link #cursor} never made. */
    public static String key(String cursor) {
        token(cursor);
        String encoded = cursor.substring(0, cursor.lastIndexOf('.'));
        String key = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
        // Only the text that was given is taken, not another one that decodes to the same.
        if (key.isEmpty() || !encode(key).equals(encoded)) {
            throw new IllegalArgumentException("not as it was given");
        }
        return key;
    }

    /** In base64url, RFC 4648 section 5. */
    private static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
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
