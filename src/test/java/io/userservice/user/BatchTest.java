package io.userservice.user;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ClusterResource.class)
class BatchTest {

    private final String prefix = "batch-" + UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    @OnlyAsService(OnlyAsService.HANGS)
    void allAreCreatedInTheirOrder(int count) {
        List<String> emails = emails(count);
        Response created = batch(emails);
        created.then()
                .statusCode(201)
                .body("items.email", equalTo(emails))
                .body("items.version", everyItem(equalTo(0)));
        String last = "/users/" + created.path("items[" + (count - 1) + "].id");
        Response read = Users.getWithToken(last, Users.token(created));
        assertEquals(created.<Object>path("items[" + (count - 1) + "]"), read.path("$"));
    }

    @Test
    void aBatchMayHaveALargerBodyThanOtherRequests() {
        String json = "{'items':[{'email':'%s'}]}".formatted(emails(1).get(0));
        send(json + " ".repeat(65_536)).then().statusCode(201);
    }

    @Test
    void noneIsCreatedWhenAddressesAreTakenAndTheItemsAreListed() {
        List<String> emails = emails(5);
        Users.post(emails.get(1).toUpperCase(Locale.ROOT)).then().statusCode(201);
        Users.post(emails.get(4)).then().statusCode(201);
        Response refused = batch(emails);
        Users.assertProblem(409, "/problems/email-taken", refused);
        refused.then().body("violations.field", equalTo(List.of("items[1].email", "items[4].email")));
        given().header("Consistency", "strong")
                .get("/users?q=" + prefix)
                .then()
                .body("items.email", containsInAnyOrder(emails.get(1).toUpperCase(Locale.ROOT), emails.get(4)));
    }

    @Test
    void everythingThatIsWrongIsListedByIndex() {
        String body = """
                {'items':[{'email':'a@b.example'},{'email':'x'},5,{'name':''},{'email':'A@B.example','id':1}],'more':1}""";
        send(body)
                .then()
                .statusCode(400)
                .body(
                        "violations.field",
                        containsInAnyOrder(
                                "items[1].email",
                                "items[2]",
                                "items[3].email",
                                "items[3].name",
                                "items[4].email",
                                "items[4].id",
                                "more"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | items",
                "{'items':null} | items",
                "{'items':[]} | items",
                "{'items':{'email':'a@b.example'}} | items",
                "[{'email':'a@b.example'}] | ``",
                "null | ``",
                "`` | ``",
                "{'items':[{'email':'a@b.example'}],'items':[]} | items",
                "{'items':[{'email':'a@b.example'}]} 5 | ``"
            })
    void whatIsNoBatchIsRefused(String body, String field) {
        send(body).then().statusCode(400).body("violations.field", equalTo(List.of(field)));
    }

    @Test
    void moreThanAThousandAreRefused() {
        batch(emails(1001)).then().statusCode(400).body("violations.field", equalTo(List.of("items")));
        given().header("Consistency", "strong").get("/users?q=" + prefix).then().body("items", empty());
    }

    private List<String> emails(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + "-" + i + "@example.com")
                .toList();
    }

    private static Response batch(List<String> emails) {
        List<Map<String, String>> items =
                emails.stream().map(email -> Map.of("email", email)).toList();
        return given().contentType(ContentType.JSON)
                .body(Map.of("items", items))
                .urlEncodingEnabled(false)
                .post("/users:batch");
    }

    private static Response send(String body) {
        return given().contentType(ContentType.JSON)
                .body(Users.json(body))
                .urlEncodingEnabled(false)
                .post("/users:batch");
    }
}
