package io.userservice.user;

import io.userservice.consistency.PageToken;
import io.userservice.http.parameter.QueryParameters;
import io.userservice.http.parameter.UuidText;
import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants listed. Pure.
 *
 * @param limit how many at most, 1 to 200
 * @param after where the page before ended; null for the first page
 * @param email the one user with this address, in whatever case; null for any
 * @param prefix how the address or the name begins, in whatever case; null for any
 */
record UserQuery(
        int limit,
        Sort sort,
        @Nullable Cursor after,
        @Nullable String email,
        @Nullable String prefix) {

    private static final int MAX_IDS = 200;
    private static final Set<String> PARAMETERS = Set.of("limit", "after", "email", "q", "sort");

    /**
     * Reads the parameters of a list.
     *
     * @throws Problem 400 that names everything that is wrong with them
     */
    static UserQuery of(MultivaluedMap<String, String> parameters) {
        List<Violation> violations = new ArrayList<>();
        QueryParameters given = new QueryParameters(parameters, PARAMETERS, violations);
        int limit = given.limit();
        Sort sort = given.one("sort", value -> Sort.of(value).isPresent(), "must be createdAt, -createdAt or email")
                .flatMap(Sort::of)
                .orElse(Sort.NEWEST);
        Optional<String> email =
                given.one("email", UserRules::isEmail, "must be an e-mail address, such as ada@example.com");
        Optional<String> prefix =
                given.one("q", UserRules::isPrefix, "must have 1 to 254 characters, none of them a control character");
        Cursor cursor = given.one("after", value -> true, "")
                .map(after -> cursor(after, sort, violations))
                .orElse(null);
        if (!violations.isEmpty()) {
            throw Problem.invalid(violations);
        }
        return new UserQuery(limit, sort, cursor, email.orElse(null), prefix.orElse(null));
    }

    /** Whether the parameters name users instead of asking for a list. */
    static boolean isByIds(MultivaluedMap<String, String> parameters) {
        return parameters.containsKey("ids");
    }

    /**
     * Reads the ids of the users that are asked for by id, 1 to 200 of them separated by commas.
     *
     * @throws Problem 400 that names everything that is wrong with the parameters
     */
    static List<UUID> ids(MultivaluedMap<String, String> parameters) {
        List<Violation> violations = new ArrayList<>();
        QueryParameters given = new QueryParameters(parameters, Set.of("ids"), violations);
        List<Optional<UUID>> ids = given.one("ids", value -> true, "").stream()
                .flatMap(list -> Stream.of(list.split(",", -1)))
                .map(UuidText::of)
                .distinct()
                .toList();
        if (ids.size() > MAX_IDS || ids.contains(Optional.<UUID>empty())) {
            violations.add(new Violation("ids", "must be 1 to 200 UUIDs, separated by commas"));
        }
        if (!violations.isEmpty()) {
            throw Problem.invalid(violations);
        }
        return ids.stream().flatMap(Optional::stream).toList();
    }

    /** The relative reference of the page that begins after the cursor. */
    String next(String cursor) {
        StringBuilder next = new StringBuilder("/users?limit=" + limit + "&sort=" + sort.parameter());
        if (email != null) {
            next.append("&email=").append(URLEncoder.encode(email, StandardCharsets.UTF_8));
        }
        if (prefix != null) {
            next.append("&q=").append(URLEncoder.encode(prefix, StandardCharsets.UTF_8));
        }
        return next.append("&after=").append(cursor).toString();
    }

    private static @Nullable Cursor cursor(String after, Sort sort, List<Violation> violations) {
        try {
            Cursor cursor = Cursor.of(PageToken.key(after));
            if (cursor.sort() == sort) {
                return cursor;
            }
            violations.add(new Violation(
                    "after", "is from a list with sort=" + cursor.sort().parameter()));
        } catch (IllegalArgumentException e) {
            violations.add(new Violation("after", "must be the next of an answer, as it was given"));
        }
        return null;
    }
}
