package io.userservice.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Fails a test that gets an answer which is not in the OpenAPI document. It is in {@code META-INF/services}, and so holds for
 * whatever any Quarkus test sends by RestAssured to the paths of the document; those that only tests have are passed over.
 */
public final class AnswersInContract implements QuarkusTestBeforeEachCallback, Filter {

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        RestAssured.replaceFiltersWith(this);
        // By itself RestAssured declares, and sends, ISO-8859-1 for types that it does not know.
        RestAssured.config = RestAssured.config()
                .encoderConfig(EncoderConfig.encoderConfig().defaultContentCharset(StandardCharsets.UTF_8));
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        Map<String, List<String>> headers = response.headers().asList().stream()
                .collect(Collectors.groupingBy(
                        Header::getName, Collectors.mapping(Header::getValue, Collectors.toList())));
        check(
                request.getMethod(),
                URI.create(request.getURI()),
                new Answer(response.statusCode(), headers, response.asString()));
        return response;
    }

    /** Fails if the document is of the path and does not have the answer. */
    public static void check(String method, URI uri, Answer answer) {
        String path = uri.getRawPath();
        if (path.startsWith("/users") || path.startsWith("/problems")) {
            assertEquals(
                    List.of(),
                    Contract.complaints(method, path, answer),
                    () -> "not in the OpenAPI document: " + method + " " + path + " got " + answer);
        }
    }
}
