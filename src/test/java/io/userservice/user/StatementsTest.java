package io.userservice.user;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import io.userservice.routing.NoProbes;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which statements each kind of request costs, by the servers' own logs. What one line of a log holds together is sent together. */
@QuarkusTest
@TestProfile(NoProbes.class)
@WithTestResource(ClusterResource.class)
@OnlyAsService(OnlyAsService.HANGS)
class StatementsTest {

    private static final Pattern STATEMENT = Pattern.compile("LOG:  (?:execute [^:]*|statement): *(\\w+)");

    private String id = "";
    private String token = "";

    @BeforeEach
    void logAllStatements() {
        Response created = Users.created();
        id = created.path("id");
        token = Users.token(created);
        await().until(() ->
                Users.getWithToken("/users/" + id, token).header("Served-By").startsWith("replica"));
        // Each pool has a connection by now: what it asks when it makes one does not count.
        for (int i = 0; i < 30; i++) {
            given().get("/users/" + id);
        }
        setLog("all");
    }

    @AfterEach
    void logNoneAgain() {
        setLog("none");
    }

    @Test
    void aReadIsOneWithItsPosition() {
        assertStatements("select", () -> given().get("/users/" + id));
        assertStatements("select", () -> given().head("/users/" + id));
        assertStatements("select", () -> given().get("/users/" + UUID.randomUUID()));
        assertStatements("select", () -> given().get("/users?ids=" + id));
        assertStatements("select", () -> given().get("/users"));
        Users.created();
        assertStatements("select", () -> given().get("/users?limit=1"));
        assertStatements("select", () -> Users.getWithToken("/users/" + id, token));
        assertStatements("select", () -> Users.getWithToken("/users?limit=1", token));
        assertStatements("select", () -> Users.getWithToken("/users/" + UUID.randomUUID(), token));
    }

    @Test
    void aWriteBringsItsPositionWithItsCommit() {
        assertStatements("BEGIN insert commit select", () -> Users.post(Users.email()));
        assertStatements(
                "BEGIN update commit select",
                () -> Requests.send("PUT", "/users/" + id, Map.of("email", Users.email())));
        assertStatements("BEGIN delete commit select", () -> given().delete("/users/" + id));
    }

    @Test
    void aConditionalWriteLocksItsRowFirst() {
        assertStatements(
                "BEGIN select update COMMIT select",
                () -> given().header("If-Match", "*")
                        .contentType("application/merge-patch+json")
                        .body("{\"name\":\"" + UUID.randomUUID() + "\"}")
                        .patch("/users/" + id));
    }

    private static void assertStatements(String expected, Supplier<Response> request) {
        request.get();
        List<Integer> before =
                servers().stream().map(server -> server.log().length()).toList();
        request.get();
        StringBuilder logged = new StringBuilder();
        for (int i = 0; i < before.size(); i++) {
            logged.append(servers().get(i).log().substring(before.get(i)));
        }
        assertEquals(
                expected,
                STATEMENT
                        .matcher(logged)
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .collect(Collectors.joining(" ")),
                logged::toString);
    }

    private static void setLog(String statements) {
        servers().forEach(server -> Superuser.set(server, "log_statement", statements));
    }

    private static List<PostgresServer> servers() {
        return ClusterResource.cluster().servers();
    }
}
