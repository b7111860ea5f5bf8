package io.userservice.call;

import java.util.regex.Pattern;

/**
 * Tells whether an SQL text can only read, as far as the text shows. A function that writes looks like any other; such
 * a statement the server refuses ({@code default_transaction_read_only}). Pure.
 *
 * <p>The grammar is that of PostgreSQL: lexical structure from chapter 4.1 of its documentation, data-modifying
 * statements in {@code WITH} from chapter 7.8.4.
 */
final class ReadStatement {

    /** What may hold any word without meaning it: strings, quoted names, dollar quotes, comments. */
    private static final Pattern OPAQUE = Pattern.compile(String.join(
            "|",
            "[eE]'[^'\\\\]*+(?:(?:''|\\\\.)[^'\\\\]*+)*+'",
            "'[^']*+(?:''[^']*+)*+'",
            "\"[^\"]*+(?:\"\"[^\"]*+)*+\"",
            "(\\$\\w*\\$)(?s:.*?)\\1",
            "--[^\\n]*+",
            "/\\*(?s:.*?)\\*/"));

    private static final Pattern READS = Pattern.compile(
            "[\\s(]*+(?:select|with|values|table|show)\\b.*+", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A statement that modifies, after the parenthesis of its WITH; INTO, a reserved word; a second statement. */
    private static final Pattern WRITES = Pattern.compile(
            "[()]\\s*+(?:insert|update|delete|merge)\\b|\\binto\\b|;\\s*+\\S", Pattern.CASE_INSENSITIVE);

    private ReadStatement() {}

    static boolean is(String sql) {
        String statement = OPAQUE.matcher(sql).replaceAll(" ");
        return READS.matcher(statement).matches() && !WRITES.matcher(statement).find();
    }
}
