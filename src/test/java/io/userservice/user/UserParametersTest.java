package io.userservice.user;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.OnlyAsService;
import io.userservice.devcluster.ClusterResource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with query parameters is named. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class UserParametersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0 | limit",
                "limit=201 | limit",
                "limit=-1 | limit",
                "limit=1.5 | limit",
                "limit= | limit",
                "limit=99999999999999999999 | limit",
                "limit=5&limit=6 | limit",
                "sort=name | sort",
                "sort=CREATEDAT | sort",
                "sort=-email | sort",
                "email=x | email",
                "email=a@b@c | email",
                "email=a%00@b | email",
                "q= | q",
                "q=%00 | q",
                "q=a%0Ab | q",
                "after= | after",
                "after=x | after",
                "after=x.y | after",
                "after=.AQAAAAEAAAAAAMje2A | after",
                "after=ZW1haWwgYUBi | after",
                "after=Y3JlYXRlZEF0IDEg.AQAAAAEAAAAAAAAAAQ | after",
                "offset=5 | offset",
                "Limit=5 | Limit",
                "limit=x&sort=x&q=&email=x&after=x&page=2 | limit,sort,q,email,after,page",
                "ids= | ids",
                "ids=x | ids",
                "ids=01890a5d-ac96-774b-bcce-b302099a8057, | ids",
                "ids=01890a5d-ac96-774b-bcce-b302099a8057&limit=5 | limit"
            })
    void whatIsWrongWithTheParametersIsNamed(String query, String fields) {
        given().urlEncodingEnabled(false)
                .get("/users?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/invalid-request"))
                .body("violations.field", containsInAnyOrder(fields.split(",")));
    }

    @Test
    @OnlyAsService(OnlyAsService.SHORT_URLS)
    void moreThan200IdsAreRefused() {
        Stream<String> many = Stream.generate(UUID::randomUUID).limit(201).map(UUID::toString);
        given().get("/users?ids=" + many.collect(Collectors.joining(",")))
                .then()
                .statusCode(400)
                .body("violations.field", equalTo(List.of("ids")));
    }

    @ParameterizedTest
    @CsvSource({"GET, /users/01890a5d-ac96-774b-bcce-b302099a8057", "POST, /users", "POST, /users:batch"})
    void nothingElseTakesParameters(String method, String path) {
        given().contentType("application/json")
                .urlEncodingEnabled(false)
                .request(method, path + "?limit=5")
                .then()
                .statusCode(400)
                .body("violations.field", equalTo(List.of("limit")));
    }
}
