package io.userservice.user;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.userservice.http.JsonTime;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as clients see it.
 *
 * @param id a UUIDv7 in lower case
 * @param name null if the user has none; the member is always there
 * @param version counts the changes, from 0
 * @param createdAt UTC, always with six digits of a second, so that times sort as text
 * @param updatedAt as {@code createdAt}; equal to it until the first change
 */
public record UserView(
        UUID id,
        String email,
        @Nullable String name,
        int version,
        @JsonSerialize(using = JsonTime.class) Instant createdAt,
        @JsonSerialize(using = JsonTime.class) Instant updatedAt) {

    static UserView of(User user) {
        return new UserView(
                user.getId(),
                user.getEmail(),
                user.getName(),
                user.getVersion(),
                user.getCreatedAt(),
                user.getUpdatedAt());
    }
}
