package io.userservice.user;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last user of a page, by the keys of the order it was listed in: the order, then its keys. Pure.
 *
 * @param createdAt null when sorted by e-mail address, as is {@code id}
 * @param email null unless sorted by it
 */
record Cursor(
        Sort sort,
        @Nullable Instant createdAt,
        @Nullable UUID id,
        @Nullable String email) {

    /** Up to 17 digits of microseconds are a time that PostgreSQL knows. */
    private static final Pattern FORM =
            Pattern.compile("email (?<email>.+)|(?:(?<newest>-)?createdAt (?<micros>\\d{1,17}) (?<id>[0-9a-f-]{36}))");

    static Cursor at(UserView last, Sort sort) {
        return sort == Sort.EMAIL
                ? new Cursor(sort, null, null, last.values().email())
                : new Cursor(sort, last.createdAt(), last.id(), null);
    }

    String text() {
        String keys = email != null
                ? email
                : ChronoUnit.MICROS.between(Instant.EPOCH, requireNonNull(createdAt)) + " " + requireNonNull(id);
        return sort.parameter() + " " + keys;
    }

    /** Reads {@link #text}; {@link IllegalArgumentException} for anything else. */
    static Cursor of(String text) {
        Matcher keys = FORM.matcher(text);
        if (!keys.matches()) {
            throw new IllegalArgumentException("not a cursor");
        }
        String email = keys.group("email");
        Cursor cursor = email != null
                ? new Cursor(Sort.EMAIL, null, null, email)
                : new Cursor(
                        keys.group("newest") != null ? Sort.NEWEST : Sort.OLDEST,
                        Instant.EPOCH.plus(Long.parseLong(keys.group("micros")), ChronoUnit.MICROS),
                        UUID.fromString(keys.group("id")),
                        null);
        // A number or an id can be written in other ways.
        if (!cursor.text().equals(text) || (email != null && !UserRules.wasEmail(email))) {
            throw new IllegalArgumentException("not as it was given");
        }
        return cursor;
    }

    /** The values for {@link Sort#after}. */
    List<Object> keys() {
        return email != null
                ? List.of(UserRules.key(email))
                : List.of(requireNonNull(createdAt).atOffset(ZoneOffset.UTC), requireNonNull(id));
    }
}
