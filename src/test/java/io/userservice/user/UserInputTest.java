package io.userservice.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client sends is the client's mistake: 4xx with a problem, never 5xx. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class UserInputTest {

    @TestHTTPResource
    URI base;

    @Test
    void theTableWouldNoticeAValidBody() throws Exception {
        HttpResponse<String> valid = Requests.send(
                base, "POST", "/users", "application/json", Requests.body("{'email':'%s'}".formatted(Users.email())));
        assertEquals(201, valid.statusCode());
    }

    /** {@code said}: the fields of the violations, or a part of the detail. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    @OnlyAsService("the event server decodes bodies before a function could refuse to")
    void badBodyIsRefused(String name, BodyPublisher body, String said) throws Exception {
        for (String method : new String[] {"POST", "PUT"}) {
            HttpResponse<String> response = Requests.send(
                    base, method, method.equals("POST") ? "/users" : Requests.NOBODY, "application/json", body);
            Requests.assertProblem(400, response);
            JsonNode problem = new ObjectMapper().readTree(response.body());
            Set<String> fields = new TreeSet<>();
            problem.path("violations").forEach(violation -> {
                fields.add(violation.get("field").asText());
                assertTrue(violation.get("message").asText().length() > 5);
            });
            String expected = said.startsWith("fields:") ? said : "detail:" + said;
            String actual = fields.isEmpty()
                    ? "detail:" + problem.get("detail").asText()
                    : "fields:" + String.join(",", fields);
            assertEquals(expected, actual);
        }
    }

    static Stream<Arguments> badBodyIsRefused() {
        String malformed = "The body is not well-formed JSON (RFC 8259)";
        return Stream.of(
                arguments("empty", Requests.body(""), "fields:"),
                arguments("null", Requests.body("null"), "fields:"),
                arguments("array", Requests.body("[]"), "fields:"),
                arguments("array of a user", Requests.body("[{'email':'a@b.example'}]"), "fields:"),
                arguments("number", Requests.body("5"), "fields:"),
                arguments("string", Requests.body("'x'"), "fields:"),
                arguments("no JSON", Requests.body("email=a"), malformed),
                arguments("cut off", Requests.body("{'email':'a@b.example'"), malformed),
                arguments("cut off in a string", Requests.body("{'email':'a@b.exam"), malformed),
                arguments("deeply nested", Requests.body("{'x':" + "[".repeat(30_000)), malformed),
                arguments("long number", Requests.body("{'x':" + "1".repeat(2_000) + "}"), malformed),
                arguments("invalid UTF-8", bytes("{\"email\":\"a@b.example\",\"name\":\"\u00c3(\"}"), malformed),
                arguments("Latin-1", bytes("{\"email\":\"\u00e4@b.example\"}"), malformed),
                arguments("something after it", Requests.body("{'email':'a@b.example'} {}"), "fields:"),
                arguments("no e-mail", Requests.body("{}"), "fields:email"),
                arguments("e-mail null", Requests.body("{'email':null}"), "fields:email"),
                arguments("e-mail a number", Requests.body("{'email':5}"), "fields:email"),
                arguments("e-mail an object", Requests.body("{'email':{'email':'a@b.example'}}"), "fields:email"),
                arguments("name a boolean", Requests.body("{'email':'a@b.example','name':true}"), "fields:name"),
                arguments(
                        "e-mail twice", Requests.body("{'email':'a@b.example','email':'c@d.example'}"), "fields:email"),
                arguments("unknown field", Requests.body("{'email':'a@b.example','nmae':'x'}"), "fields:nmae"),
                arguments(
                        "id given",
                        Requests.body("{'email':'a@b.example','id':'x','createdAt':1}"),
                        "fields:createdAt,id"),
                arguments(
                        "unknown field, unprintable",
                        Requests.body("{'email':'a@b.example','\\u0000':1}"),
                        "fields:\uFFFD"),
                arguments(
                        "unknown field, very long",
                        Requests.body("{'" + "x".repeat(40_000) + "':1,'email':'a@b.example'}"),
                        "fields:" + "x".repeat(64) + "…"),
                arguments("all at once", Requests.body("{'name':[],'email':'x','z':{}}"), "fields:email,name,z"),
                arguments("both values bad", Requests.body("{'email':'a','name':''}"), "fields:email,name"),
                email("", "empty"),
                email("a.example", "no at sign"),
                email("a@b@c.example", "two at signs"),
                email("@b.example", "no local part"),
                email("a".repeat(65) + "@b.example", "65 characters before the at sign"),
                email("a@", "no domain"),
                email("a@b..example", "empty label"),
                email("a@-b.example", "label begins with a hyphen"),
                email("a@b-.example", "label ends with a hyphen"),
                email("a@" + "b".repeat(64) + ".example", "label of 64"),
                email("a@b_c.example", "underscore in the domain"),
                email("a b@c.example", "space"),
                email("a@b.example ", "space at the end"),
                email("a@b.example\\n", "line feed"),
                email("a\\u0000@b.example", "NUL"),
                email("\\ud800@b.example", "lone surrogate"),
                email("a\\u00a0@b.example", "no-break space"),
                email("a@" + "b.".repeat(126) + "c", "255 characters"),
                email("a".repeat(10_000) + "@b.example", "10,000 characters"),
                email("a@" + "b.".repeat(30_000) + "c", "60,000 characters"),
                name("", "empty"),
                name("  \\t ", "white space"),
                name("\\u00a0\\u200b", "nothing visible"),
                name("x".repeat(201), "201 characters"),
                name("🙂".repeat(201), "201 emoji"),
                name("A\\u0000", "NUL"),
                name("A\\u0007", "control character"),
                name("A\\nB", "line feed"),
                name("\\udc00A", "lone surrogate"));
    }

    private static Arguments email(String email, String name) {
        return arguments("e-mail: " + name, Requests.body("{'email':'" + email + "'}"), "fields:email");
    }

    private static Arguments name(String value, String name) {
        return arguments(
                "name: " + name, Requests.body("{'email':'a@b.example','name':'" + value + "'}"), "fields:name");
    }

    private static BodyPublisher bytes(String latin1) {
        return BodyPublishers.ofString(latin1, StandardCharsets.ISO_8859_1);
    }
}
