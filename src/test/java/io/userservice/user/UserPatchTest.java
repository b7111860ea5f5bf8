package io.userservice.user;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON merge patches, RFC 7396. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class UserPatchTest {

    private final String email = Users.email();
    private String path;

    @BeforeEach
    void createUser() {
        path = Users.path(Requests.send("POST", "/users", Map.of("email", email, "name", "Ada")));
    }

    @Test
    void aPatchChangesWhatItNames() {
        patch("{'name':'Grace'}").then().body("name", equalTo("Grace"), "email", equalTo(email));
        String other = Users.email();
        patch("{'email':'%s'}".formatted(other)).then().body("name", equalTo("Grace"), "email", equalTo(other));
        patch("{'name':null}").then().body("name", nullValue(), "version", equalTo(3));
        patch("{}").then().statusCode(200).body("version", equalTo(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | ``",
                "null | ``",
                "`` | ``",
                "{'email':null} | email",
                "{'name':''} | name",
                "{'name':{'first':'Ada'}} | name",
                "{'version':null,'id':1} | id",
                "{'version':'1'} | version",
                "{'version':1.0} | version",
                "{'version':99999999999} | version"
            })
    void aPatchThatMakesNoUserIsRefused(String body, String field) {
        patch(body).then().statusCode(400).body("violations.field", equalTo(List.of(field)));
    }

    @Test
    void aPatchOfAnotherKindIsRefusedWithTheRightOne() {
        Response refused = given().contentType(ContentType.JSON).body("{}").patch(path);
        Users.assertProblem(415, "about:blank", refused);
        assertEquals(UserPatch.MEDIA_TYPE, refused.header("Accept-Patch"));
    }

    private Response patch(String body) {
        return given().contentType(UserPatch.MEDIA_TYPE).body(Users.json(body)).patch(path);
    }
}
