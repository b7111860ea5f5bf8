package io.userservice.api;

import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Compares answers with the OpenAPI document. It is in {@code META-INF/services}, and so holds for whatever any Quarkus test
 * sends by RestAssured to the paths of the document; those that only tests have are passed over.
 *
 * <p>What is not in the document fails the test that meets it first, when that ends, whatever the test did with the answer.
 * Others that meet it go on, or one forgotten field would fail most of the tests and say so as often.
 */
public final class AnswersInContract implements QuarkusTestBeforeEachCallback, QuarkusTestAfterEachCallback, Filter {

    private static final Mismatches MISMATCHES = new Mismatches(AnswersInContract::isNew);

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

    /** Notes whatever is not in the document. */
    public static void check(String method, URI uri, Answer answer) {
        MISMATCHES.note(method, uri, answer);
    }

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        MISMATCHES.failIfAny();
    }

    /** To all applications in this JVM, each of which loads this class anew; a system property is what they share. */
    private static boolean isNew(String cause) {
        AtomicBoolean isNew = new AtomicBoolean();
        System.getProperties().compute(AnswersInContract.class.getName(), (name, told) -> {
            String known = told == null ? "\n" : (String) told;
            isNew.set(!known.contains("\n" + cause + "\n"));
            return isNew.get() ? known + cause + "\n" : known;
        });
        return isNew.get();
    }
}
