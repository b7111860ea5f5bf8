package io.userservice.user;

import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The ids of users as clients write them. Pure. */
final class UserId {

    /** The form of RFC 9562 section 4: UUID.fromString alone takes 1-1-1-1-1 as well. */
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private UserId() {}

    static Optional<UUID> of(String text) {
        return CANONICAL.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /**
     * The id in a path.
     *
     * @throws Problem 400 if it is none
     */
    static UUID inPath(String text) {
        return of(text).orElseThrow(() -> Problem.invalid(
                List.of(new Violation("id", "must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057"))));
    }
}
