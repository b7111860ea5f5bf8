package io.userservice;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static io.userservice.devcluster.Faults.withPrimaryDown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.userservice.devcluster.ClusterResource;
import io.userservice.replication.Readiness;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No e-mail address is logged at INFO or above, whatever happens to the request that it came in. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class AddressesInLogTest {

    private final String address = Users.email();

    @Test
    void notOfAUserThatIsWritten() throws Exception {
        assertNoAddress(CapturedLog.during(() -> {
            Response created = Users.post(address);
            assertEquals(201, created.statusCode());
            assertEquals(409, Users.post(address).statusCode());
            String other = Users.path(Users.created());
            assertEquals(409, Users.put(other, address).statusCode());
            assertEquals(200, Users.put(Users.path(created), "new-" + address).statusCode());
            assertEquals(204, given().delete(Users.path(created)).thenReturn().statusCode());
        }));
    }

    @Test
    void notOfARequestThatIsWrong() throws Exception {
        assertNoAddress(CapturedLog.during(() -> {
            for (String body : List.of(
                    "{\"email\":\"%s", "{\"email\":[\"%s\"]}", "{\"email\":\" %s \\u0000\"}", "{\"%s\":1}", "\"%s\"")) {
                Response refused = given().contentType(ContentType.JSON)
                        .body(body.formatted(address))
                        .post("/users");
                assertEquals(400, refused.statusCode(), body);
            }
            assertEquals(400, Users.get("/users/" + address).statusCode());
            assertEquals(404, Users.get("/" + address).statusCode());
            assertEquals(415, given().body(address).post("/users").statusCode());
        }));
    }

    @Test
    void notWhenTheWriteFails() throws Exception {
        List<String> lines = CapturedLog.during(() ->
                withPrimaryDown(() -> assertEquals(503, Users.post(address).statusCode())));
        assertTrue(lines.stream().anyMatch(line -> line.contains("POST /users answered with 503")), lines::toString);
        assertNoAddress(lines);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Users.post(Users.email()).statusCode() == 201);
        Readiness.awaitAllUp();
    }

    private void assertNoAddress(List<String> lines) {
        String name = address.substring(0, address.indexOf('@'));
        assertEquals(
                List.of(), lines.stream().filter(line -> line.contains(name)).toList());
    }
}
