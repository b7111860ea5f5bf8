package io.userservice.http.body;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ClusterResource.class)
class LargeBodyTest {

    private static final int MAX = 2 * 1024 * 1024;

    @Test
    void whereLargeBodiesAreExpectedTheyMayHave2MiB() {
        assertEquals(
                "1", post("/echo/large", MAX).then().statusCode(200).extract().asString());
        Users.assertProblem(413, "about:blank", post("/echo/large", MAX + 1));
    }

    @Test
    void elsewhereTheyMayNot() {
        Users.assertProblem(413, "about:blank", post("/echo", 65_537));
    }

    private static Response post(String path, int length) {
        String json = "{\"a\":\"b\"}";
        return given().contentType(ContentType.JSON)
                .body(json + " ".repeat(length - json.length()))
                .post(path);
    }
}
