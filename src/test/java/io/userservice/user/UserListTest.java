package io.userservice.user;

import static io.restassured.RestAssured.given;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ClusterResource.class)
class UserListTest {

    /** What the users of this test have in common, and nobody else has. */
    private final String prefix = "list-" + UUID.randomUUID();

    /** Of five users, oldest first; the addresses are in another order. */
    private final List<String> ids = new ArrayList<>();

    private String token;

    @BeforeEach
    void createUsers() {
        for (String letter : "caebd".split("")) {
            Response created = create(prefix + letter + "@example.com", "Name " + letter);
            ids.add(created.path("id"));
            token = Users.token(created);
        }
    }

    @ParameterizedTest
    @CsvSource({"createdAt, caebd", "-createdAt, dbeac", "email, abcde"})
    void pagesFollowEachOtherInOrder(String sort, String order) {
        List<String> letters = new ArrayList<>();
        List<Integer> pages = new ArrayList<>();
        String next = "/users?limit=2&sort=" + sort + "&q=" + prefix;
        while (next != null) {
            Response page = list(next);
            page.then().statusCode(200).header("Cache-Control", "no-store");
            List<String> emails = page.path("items.email");
            pages.add(emails.size());
            emails.forEach(email -> letters.add(email.substring(prefix.length(), prefix.length() + 1)));
            next = linkToNext(page);
        }
        assertEquals(List.of(order.split("")), letters);
        assertEquals(List.of(2, 2, 1), pages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"createdAt", "-createdAt", "email"})
    void aPageNeitherRepeatsNorMissesAUserWhenOthersComeAndGo(String sort) {
        Response first = list("/users?limit=2&sort=" + sort + "&q=" + prefix);
        List<String> shown = first.path("items.id");
        given().delete("/users/" + shown.get(0)).then().statusCode(204);
        given().delete("/users/" + shown.get(1)).then().statusCode(204);
        token = Users.token(create(prefix + "0@example.com", "first by address, newest"));
        List<String> second = list(linkToNext(first)).path("items.id");
        List<String> rest = ids.stream().filter(id -> !shown.contains(id)).collect(Collectors.toList());
        assertEquals(2, second.size());
        assertTrue(rest.containsAll(second), () -> second + " of " + rest);
    }

    @Test
    void nextIsTheSameInTheBodyAndInTheLink() {
        Response page = list("/users?limit=4&q=" + prefix);
        assertTrue(linkToNext(page).endsWith("&after=" + page.path("next")), page.header("Link"));
        Response last = list("/users?limit=4&q=" + prefix + "&after=" + page.path("next"));
        last.then().body("items", hasSize(1));
        assertNull(last.path("next"));
        assertNull(last.header("Link"));
    }

    /** The client of this test sends no token but those in the links, and yet the second page is not older than the first. */
    @Test
    void theNextPageIsNeverOlder() throws Exception {
        withReplayPaused("replica-1", () -> {
            create(prefix + "z@example.com", "not on replica-1");
            String newest = prefix + "y@example.com";
            token = Users.token(create(newest, "not on replica-1 either"));
            for (int i = 0; i < 20; i++) {
                Response first = list("/users?limit=1&q=" + prefix);
                assertEquals(newest, first.path("items[0].email"));
                given().get(linkToNext(first))
                        .then()
                        .statusCode(200)
                        .body("items[0].email", equalTo(prefix + "z@example.com"))
                        .header("Served-By", not(startsWith("replica-1")));
            }
        });
    }

    @Test
    void emailFindsTheOneWhateverTheCase() {
        String email = (prefix + "A@Example.com").toUpperCase(Locale.ROOT);
        list("/users?email=" + email).then().body("items.email", equalTo(List.of(prefix + "a@example.com")));
        list("/users?email=" + email + "&q=Name&sort=email").then().body("items", hasSize(1));
        list("/users?email=" + email + "&q=Nobody").then().body("items", empty());
        list("/users?email=x" + email).then().body("items", empty());
    }

    @Test
    void qFindsWhatBeginsWithItWhateverTheCase() {
        String name = "Łukasz_%" + UUID.randomUUID();
        token = Users.token(create(Users.email(), name));
        for (String q : List.of(name, name.toLowerCase(Locale.ROOT), name.substring(0, 20))) {
            list("/users?q=" + encoded(q)).then().body("items.name", equalTo(List.of(name)));
        }
        list("/users?q=" + encoded(name.substring(1))).then().body("items", empty());
        list("/users?q=" + encoded(name.replace('_', 'x'))).then().body("items", empty());
        list("/users?q=" + (prefix + "A").toUpperCase(Locale.ROOT)).then().body("items", hasSize(1));
    }

    @Test
    @OnlyAsService(OnlyAsService.SHORT_URLS)
    void idsFindsThoseThatThereAreInTheirOrder() {
        List<String> wanted = new ArrayList<>(ids);
        Collections.reverse(wanted);
        List<String> asked = new ArrayList<>(wanted);
        asked.add(2, UUID.randomUUID().toString());
        asked.add(wanted.get(0).toUpperCase(Locale.ROOT));
        list("/users?ids=" + String.join(",", asked)).then().body("items.id", equalTo(wanted));
        Stream<String> many = Stream.generate(UUID::randomUUID).limit(200).map(UUID::toString);
        list("/users?ids=" + many.collect(Collectors.joining(","))).then().body("items", empty());
    }

    @Test
    void aCursorIsGoodForItsOwnOrderOnly() {
        String next = list("/users?limit=1&q=" + prefix).path("next");
        given().get("/users?sort=email&after=" + next)
                .then()
                .statusCode(400)
                .body("violations[0].message", equalTo("is from a list with sort=-createdAt"));
    }

    private Response list(String uri) {
        return given().urlEncodingEnabled(false)
                .header("Consistency-Token", token)
                .get(uri)
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private static Response create(String email, String name) {
        Response created = Requests.send("POST", "/users", Map.of("email", email, "name", name));
        assertEquals(201, created.statusCode(), created::asString);
        return created;
    }

    private static String linkToNext(Response page) {
        String link = page.header("Link");
        if (link == null) {
            return null;
        }
        assertTrue(link.matches("</users\\?[^>]*>; rel=\"next\""), link);
        return link.substring(1, link.indexOf('>'));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
