package io.userservice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.userservice.http.Preconditions.EntityTags;
import io.userservice.http.Preconditions.Outcome;
import io.userservice.problem.Problem;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {

    /** Of a user with version 3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                // If-Match | If-None-Match | read | change
                "-            | -            | HOLD         | HOLD",
                "\"3\"        | -            | HOLD         | HOLD",
                "*            | -            | HOLD         | HOLD",
                "\"2\", \"3\" | -            | HOLD         | HOLD",
                "\"2\"        | -            | FAILED       | FAILED",
                "\"33\"       | -            | FAILED       | FAILED",
                "W/\"3\"      | -            | FAILED       | FAILED",
                "-            | \"3\"        | NOT_MODIFIED | FAILED",
                "-            | W/\"3\"      | NOT_MODIFIED | FAILED",
                "-            | *            | NOT_MODIFIED | FAILED",
                "-            | \"1\",W/\"3\" | NOT_MODIFIED | FAILED",
                "-            | \"2\"        | HOLD         | HOLD",
                "\"3\"        | \"3\"        | NOT_MODIFIED | FAILED",
                "\"2\"        | \"3\"        | FAILED       | FAILED",
                "\"3\"        | \"2\"        | HOLD         | HOLD"
            })
    void outcome(String ifMatch, String ifNoneMatch, Outcome read, Outcome change) {
        Preconditions conditions = new Preconditions(tags(ifMatch), tags(ifNoneMatch));
        assertEquals(read, conditions.evaluate("\"3\"", true));
        assertEquals(change, conditions.evaluate("\"3\"", false));
    }

    /** Why they do not hold, of a user with version 3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "\"2\"            | -       | If-Match does not name the current tag, \"3\"",
                "\"2\", \"1\"     | -       | If-Match does not name the current tag, \"3\"",
                "W/\"3\"          | -       | If-Match never matches a weak tag (W/…), RFC 9110 section 13.1.1; the tag is \"3\"",
                "\"1\", W/\"3\"   | -       | If-Match never matches a weak tag (W/…), RFC 9110 section 13.1.1; the tag is \"3\"",
                "W/\"2\"          | -       | If-Match never matches a weak tag (W/…), RFC 9110 section 13.1.1; the tag is \"3\"",
                "-                | \"3\"   | If-None-Match names the current tag, \"3\"",
                "-                | W/\"3\" | If-None-Match names the current tag, \"3\"",
                "-                | *       | If-None-Match names the current tag, \"3\"",
                "\"3\"            | \"3\"   | If-None-Match names the current tag, \"3\"",
            })
    void whyNot(String ifMatch, String ifNoneMatch, String why) {
        assertEquals(why, new Preconditions(tags(ifMatch), tags(ifNoneMatch)).whyNot("\"3\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "3", "\"3", "3\"", "W/3", "w/\"3\"", "\"3\" \"4\"", "\"3\",", ",\"3\"", "*,\"3\"", "\"a b\""
            })
    void whatIsNoListOfTagsIsRefused(String header) {
        assertEquals(400, assertThrows(Problem.class, () -> tags(header)).status());
    }

    private static EntityTags tags(String header) {
        return EntityTags.of("If-Match", header == null ? null : List.of(header));
    }
}
