package io.userservice.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How scopes are named. That one without a name fails the build was tried by hand: tests are built with what they test. */
class ResourceScopesTest {

    private static final ResourceScopes.Names NAMES = new ResourceScopes.Names(Map.of("java.lang.String", "texts"));

    @ParameterizedTest
    @CsvSource({
        "/users,           users",
        "/users:batch,     users",
        "users,            users",
        "/users/{id}/mail, users",
        "/user-groups,     user-groups",
        "/v2.1/users,      v2",
        "/{tenant}/users,  ''",
        "/,                ''",
        "'',               ''",
    })
    void aPathBeginsWithItsName(String path, String name) {
        assertEquals(name, ResourceScopes.ofPath(path).orElse(""));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    texts:read",
        "HEAD,   texts:read",
        "POST,   texts:write",
        "PUT,    texts:write",
        "PATCH,  texts:write",
        "DELETE, texts:write",
        "QUERY,  texts:write",
    })
    void oneScopeReadsAndOneWrites(String method, String scope) {
        assertEquals(scope, NAMES.needed(String.class, method));
    }

    @Test
    void whatHasNoNameIsOpenToNobody() {
        assertThrows(IllegalStateException.class, () -> NAMES.needed(Integer.class, "GET"));
    }
}
