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
        var conditions = new Preconditions(tags(ifMatch), tags(ifNoneMatch));
        assertEquals(read, conditions.evaluate("\"3\"", true));
        assertEquals(change, conditions.evaluate("\"3\"", false));
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
