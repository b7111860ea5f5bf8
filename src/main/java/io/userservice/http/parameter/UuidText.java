package io.userservice.http.parameter;

import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** UUIDs as clients write them. Pure. */
public final class UuidText {

    static final String RULE = "must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057";

    private static final int LENGTH = 36;

    private UuidText() {}

    /** The UUID; empty if it is none. */
    public static Optional<UUID> of(String text) {
        return isCanonical(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** The form of RFC 9562 section 4: UUID.fromString alone takes 1-1-1-1-1 as well. By hand, for every read by id. */
    private static boolean isCanonical(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !HexFormat.isHexDigit(c)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The id in a path.
     *
     * @throws Problem 400 if it is none
     */
    public static UUID inPath(String text) {
        return of(text).orElseThrow(() -> Problem.invalid(List.of(new Violation("id", RULE))));
    }
}
