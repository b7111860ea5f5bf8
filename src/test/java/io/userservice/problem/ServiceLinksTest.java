package io.userservice.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.devcluster.ClusterResource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ClusterResource.class)
class ServiceLinksTest {

    @Test
    void eachLinkLeadsSomewhere() {
        Map<String, String> links =
                given().get("/").then().statusCode(200).extract().jsonPath().getMap("");
        assertEquals(Set.of("users", "openapi", "problems"), links.keySet());
        links.forEach((name, path) -> given().get(path).then().statusCode(200));
    }

    @Test
    void headWorksToo() {
        given().head("/").then().statusCode(200).header("Content-Length", not("0"));
    }
}
