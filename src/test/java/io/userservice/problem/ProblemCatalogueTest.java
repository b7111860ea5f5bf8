package io.userservice.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.userservice.devcluster.ClusterResource;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(ClusterResource.class)
class ProblemCatalogueTest {

    @ParameterizedTest
    @EnumSource
    void theUriOfAKindLeadsToWhatItMeans(ProblemType type) {
        given().get(type.uri())
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("type", equalTo(type.uri()), "status", equalTo(type.status()))
                .body("title", equalTo(type.title()), "occurs", equalTo(type.occurs()))
                .body("advice", equalTo(type.advice()))
                .body("retryAfter", equalTo(seconds(type)));
    }

    /** Unless a setting says so, anybody could have sent it. */
    @Test
    void aForwardedPrefixIsNotBelieved() {
        given().header("X-Forwarded-Prefix", "/api").get("/nothing").then().body("instance", equalTo("/nothing"));
    }

    /** Whoever throws it need not think of the header. */
    @ParameterizedTest
    @EnumSource
    void aProblemSaysWhenToTryAgainIfItsKindDoes(ProblemType type) {
        try (Response answer = new Problem(type, "").toResponse("", "/users", null)) {
            assertEquals(seconds(type), answer.getHeaders().getFirst("Retry-After"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsUnavailableMayBeTriedAgain(ProblemType type) {
        assertTrue(type.status() != 503 || seconds(type) != null);
    }

    private static @Nullable Integer seconds(ProblemType type) {
        return type.retryAfter().isPresent() ? type.retryAfter().getAsInt() : null;
    }

    @Test
    void allKindsAreListed() {
        String[] uris = Stream.of(ProblemType.values()).map(ProblemType::uri).toArray(String[]::new);
        given().get("/problems").then().statusCode(200).body("items.type", hasItems(uris));
    }

    @Test
    void headWorksWhereGetDoes() {
        given().head("/problems").then().statusCode(200).header("Content-Length", not("0"));
    }

    /** Such an assertion names the kind's URI, as a client would. */
    @ParameterizedTest
    @EnumSource
    void eachKindOccursInATest(ProblemType type) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            assertTrue(
                    files.filter(Files::isRegularFile)
                            .anyMatch(file -> read(file).contains('"' + type.uri() + '"')),
                    () -> "no test provokes " + type.uri());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
