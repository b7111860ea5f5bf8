package io.userservice.trace;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a trace shows of an SQL statement: neither its text nor its values. Immutable and pure.
 *
 * @param operation its first word, such as {@code SELECT}
 * @param table the first that it names; empty if it names none
 */
public record QuerySummary(String operation, Optional<String> table) {

    private static final Pattern FIRST_WORD = Pattern.compile("[\\s(]*+([a-zA-Z]++)");

    /** Strings and quoted names may hold any word. */
    private static final Pattern QUOTED = Pattern.compile("'[^']*+'|\"[^\"]*+\"");

    /** What follows FROM may be a function, and FOR UPDATE nothing of the kind. */
    private static final Pattern TABLE = Pattern.compile(
            "\\b(?:(?:into|(?<!\\bfor )update)\\s++|from\\s++(?!\\w++\\s*+\\())([a-z_][a-z0-9_.]*+)",
            Pattern.CASE_INSENSITIVE);

    /** That of a text. */
    public static QuerySummary of(String sql) {
        String plain = QUOTED.matcher(sql).replaceAll(" ");
        Matcher word = FIRST_WORD.matcher(plain);
        Matcher table = TABLE.matcher(plain);
        return new QuerySummary(
                word.lookingAt() ? word.group(1).toUpperCase(Locale.ROOT) : "UNKNOWN",
                table.find() ? Optional.of(table.group(1).toLowerCase(Locale.ROOT)) : Optional.empty());
    }

    /** {@code SELECT users}: many statements have the same one. */
    @Override
    public String toString() {
        return operation + table.map(name -> " " + name).orElse("");
    }
}
