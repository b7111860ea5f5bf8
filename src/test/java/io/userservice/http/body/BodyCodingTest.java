package io.userservice.http.body;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body may be packed in, and written in: of every resource that takes one. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class BodyCodingTest {

    private static final String JSON = "application/json";
    private static final String PATCH = "application/merge-patch+json";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "x-gzip",
                "deflate",
                "br",
                "zstd",
                "compress",
                "gzip, gzip",
                "identity, gzip",
                "gzip,identity",
                "aws-chunked",
                "utf-8",
                "none",
                "*"
            })
    void aCodingIsRefusedWithWhichThereAre(String coding) {
        String user = Users.path(Users.created());
        for (Response refused : new Response[] {
            coded(coding, JSON, user()).post("/users"),
            coded(coding, JSON, "{\"items\":[" + user() + "]}").post("/users:batch"),
            coded(coding, JSON, user()).put(user),
            coded(coding, PATCH, user()).patch(user),
        }) {
            Users.assertProblem(415, "about:blank", refused);
            assertEquals("identity", refused.header("Accept-Encoding"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity", "identity, identity", " ", ","})
    void whatIsNoCodingIsNone(String coding) {
        assertEquals(201, coded(coding, JSON, user()).post("/users").statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "charset=utf-8                       | true",
                "charset=UTF-8                       | true",
                "charset=\"utf-8\"                   | true",
                "charset=\"UTF-8\"                   | true",
                "Charset=Utf-8                       | true",
                "CHARSET=utf8                        | true",
                "profile=x; charset=utf-8            | true",
                "charset=iso-8859-1                  | false",
                "charset=\"ISO-8859-1\"              | false",
                "Charset=latin1                      | false",
                "charset=windows-1252                | false",
                "charset=utf-16                      | false",
                "charset=utf-7                       | false",
                "charset=us-ascii                    | false",
                "charset=x                           | false",
                "charset=\"utf-8 x\"                 | false",
            })
    void theCharsetIsUtf8(String parameter, boolean taken) {
        String user = Users.path(Users.created());
        check(taken, typed(JSON, parameter, user()).post("/users"));
        check(taken, typed(JSON, parameter, "{\"items\":[" + user() + "]}").post("/users:batch"));
        check(taken, typed(JSON, parameter, user()).put(user));
        check(taken, typed(PATCH, parameter, user()).patch(user));
    }

    private static void check(boolean taken, Response answer) {
        if (taken) {
            assertEquals(2, answer.statusCode() / 100, answer::asString);
        } else {
            Users.assertProblem(415, "about:blank", answer);
        }
    }

    private static String user() {
        return "{\"email\":\"" + Users.email() + "\"}";
    }

    private static RequestSpecification coded(String coding, String type, String body) {
        return typed(type, "charset=utf-8", body).header("Content-Encoding", coding);
    }

    /** As bytes, and with the type as it is here: the client would add a charset. */
    private static RequestSpecification typed(String type, String parameter, String body) {
        return given().urlEncodingEnabled(false)
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .header("Content-Type", type + "; " + parameter)
                .body(body.getBytes(StandardCharsets.UTF_8));
    }
}
