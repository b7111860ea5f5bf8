package io.userservice.api;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MismatchesTest {

    private static final String USER =
            "'id':'01a2045f-f62e-7440-94aa-c6bae585c50c','email':'ada@example.com','name':null,"
                    + "'createdAt':'2026-11-22T17:48:47.564389Z','updatedAt':'2026-11-22T17:48:47.564389Z'";

    private final Mismatches mismatches = new Mismatches(new HashSet<String>()::add);

    @AfterEach
    void nothingIsLeft() {
        assertDoesNotThrow(mismatches::failIfAny);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/users/a | 200 | ,'version':0,'phone':'1' | GET /users/{id} 200: property phone is not in the schema User",
                "/users/b | 200 | `` | GET /users/{id} 200: property version is missing, required by the schema User",
                "/users/c | 200 | ,'version':'0' | GET /users/{id} 200: version breaks type of the schema Version",
                "/users/d | 299 | ,'version':0 | GET /users/{id} 299: the status is not declared",
                "/users/e/f | 200 | ,'version':0 | GET /users…, no operation, 200: header ETag is not declared",
            })
    void theCauseComesFirstAndOnce(String path, int status, String more, String cause) {
        note(path, status, "{" + USER + more + "}");
        note(path + "x", status, "{" + USER + more + "}");
        String told = assertThrows(AssertionError.class, mismatches::failIfAny).getMessage();
        assertAll(
                () -> assertEquals(cause, told.lines().findFirst().orElseThrow()),
                () -> assertEquals(1, told.lines().filter(cause::equals).count()));
        note(path, status, "{" + USER + more + "}");
    }

    @Test
    void placesInAListAreOne() {
        note("/users", 200, "{'items':[{" + USER + ",'version':0,'a':1},{" + USER + ",'version':0,'a':1}]}");
        String told = assertThrows(AssertionError.class, mismatches::failIfAny).getMessage();
        assertEquals(
                1,
                told.lines()
                        .filter(line -> line.endsWith("property a is not in the schema User, at items[]"))
                        .count());
    }

    @Test
    void whatOnlyTestsHaveIsPassedOver() {
        note("/echo", 200, "1");
        note("/usersx", 200, "1");
    }

    private void note(String path, int status, String body) {
        Map<String, List<String>> headers = Map.of(
                "ETag",
                List.of("\"0\""),
                "Cache-Control",
                List.of("no-store"),
                "Content-Type",
                List.of("application/json"));
        mismatches.note("GET", URI.create(path), new Answer(status, headers, body.replace('\'', '"')));
    }
}
