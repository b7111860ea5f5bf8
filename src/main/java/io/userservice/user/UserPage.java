package io.userservice.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some users. An object, not a bare array, so that members can be added.
 *
 * @param next the {@code after} of the next page; left out when there is none
 */
public record UserPage(
        List<UserView> items,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {

    static UserPage of(List<User> users) {
        return new UserPage(users.stream().map(UserView::of).toList(), null);
    }
}
