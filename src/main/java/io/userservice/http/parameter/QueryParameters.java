package io.userservice.http.parameter;

import io.userservice.problem.Problem.Violation;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The query parameters of a request; what is wrong with them is added to a list of violations. Pure. */
public final class QueryParameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final Pattern LIMIT = Pattern.compile("[1-9]\\d?|1\\d\\d|200");

    private final MultivaluedMap<String, String> given;
    private final Collection<Violation> violations;

    /** A parameter that is not known is a violation: a misspelt filter that was passed over would list all users. */
    public QueryParameters(MultivaluedMap<String, String> given, Set<String> known, Collection<Violation> violations) {
        this.given = given;
        this.violations = violations;
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                violations.add(new Violation(Violation.printable(name), "is not a known parameter"));
            }
        }
    }

    /** The one value of a parameter; empty if it is not there or not valid. */
    public Optional<String> one(String name, Predicate<String> valid, String rule) {
        List<String> values = given.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            violations.add(new Violation(name, "must be given once only"));
        } else if (valid.test(values.get(0))) {
            return Optional.of(values.get(0));
        } else {
            violations.add(new Violation(name, rule));
        }
        return Optional.empty();
    }

    /** How many rows of a list at most, by the parameter {@code limit}: 1 to 200, by default 50. */
    public int limit() {
        return one("limit", LIMIT.asMatchPredicate(), "must be a whole number from 1 to 200")
                .map(Integer::valueOf)
                .orElse(DEFAULT_LIMIT);
    }
}
