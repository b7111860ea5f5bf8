package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import io.userservice.CapturedLog;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.Superuser;
import io.userservice.meter.Exposition;
import io.userservice.problem.Problem;
import io.userservice.replication.Readiness;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that fails in the middle of a statement, with any code: a function raises it. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class ServerFailureTest {

    private final DevCluster cluster = ClusterResource.cluster();

    @Inject
    Calls calls;

    @BeforeEach
    void functionsRaiseWhatTheyAreTold() throws SQLException {
        Readiness.awaitAllUp();
        onPrimary("""
                create function fail(state text, servers text) returns text language plpgsql as $$
                begin
                  if current_setting('cluster_name') like servers then raise exception 'ada@example.com' using errcode = state; end if;
                  return current_setting('cluster_name');
                end $$;
                create function fail_write() returns trigger language plpgsql as $$
                begin
                  raise exception 'ada@example.com' using errcode = substring(new.email from 'fail-at-......-(.....)-');
                end $$;
                create trigger fail_insert after insert on users for each row
                  when (new.email like 'fail-at-insert-%') execute function fail_write();
                create constraint trigger fail_commit after insert on users deferrable initially deferred for each row
                  when (new.email like 'fail-at-commit-%') execute function fail_write();
                """);
        for (String replica : List.of("replica-1", "replica-2")) {
            Faults.awaitCaughtUp(cluster.server(replica), cluster.primary());
        }
    }

    @AfterEach
    void noneRaises() throws SQLException {
        onPrimary("drop function fail; drop function fail_write cascade");
        Readiness.awaitAllUp();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "0A000", "28000", "3D000", "3F000", "40001", "40P01", "42501", "42703", "53100", "53200",
                "53300", "55000", "57000", "57P01", "57P03", "58030", "72000", "F0001", "HV000", "XX000", "XX001"
            })
    void aReadGoesToAnotherServer(String state) {
        assertEquals("primary", calls.onAnyReplica(session -> fail(session, state, "replica%")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22012", "22021", "P0001", "XX000", "42501", "58030", "53100"})
    void aReadThatFailsEverywhereIsAProblemWithItsState(String state) {
        Problem problem = assertThrows(Problem.class, () -> calls.onAnyReplica(session -> fail(session, state, "%")));
        assertEquals(503, problem.status());
        assertTrue(String.valueOf(problem.getCause()).contains("SQLSTATE " + state), problem::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0A000", "22012", "23514", "42501", "53100", "57000", "58030", "P0001", "XX000", "XX001"})
    void aWriteHasWrittenNothing(String state) throws Exception {
        for (String when : List.of("insert", "commit")) {
            List<String> lines = CapturedLog.during(() -> {
                Response answer = Users.post("fail-at-" + when + "-" + state + "-" + Users.email());
                Users.assertProblem(503, "/problems/write-unavailable", answer);
                assertEquals("1", answer.header("Retry-After"));
                assertTrue(answer.asString().contains("Nothing was written"), answer::asString);
            });
            List<String> told = lines.stream()
                    .filter(line -> line.contains("answered with 503"))
                    .toList();
            assertEquals(1, told.size());
            assertTrue(told.get(0).contains("SQLSTATE " + state), told::toString);
            assertTrue(lines.stream().noneMatch(line -> line.contains("ERROR io.userservice")), lines::toString);
        }
    }

    /** Class 23 but for a taken address: what somebody has added to the database forbids it. */
    @ParameterizedTest
    @ValueSource(strings = {"23000", "23001", "23502", "23503", "23505", "23514", "23P01"})
    void aRuleThatIsNotOursIsNoErrorOfTheService(String state) throws Exception {
        for (String when : List.of("insert", "commit")) {
            for (Headers headers : List.of(new Headers(), new Headers(new Header("Idempotency-Key", state + when)))) {
                List<String> lines = CapturedLog.during(() -> {
                    Response answer = given().contentType(ContentType.JSON)
                            .headers(headers)
                            .body(Map.of("email", "fail-at-" + when + "-" + state + "-" + Users.email()))
                            .post("/users");
                    Users.assertProblem(503, "/problems/write-unavailable", answer);
                    assertTrue(answer.asString().contains("Nothing was written"), answer::asString);
                });
                assertTrue(lines.stream().anyMatch(line -> line.contains("SQLSTATE " + state)), lines::toString);
            }
        }
    }

    @Test
    void aUniqueIndexThatIsNotOursIsNoErrorOfTheService() throws SQLException {
        String name = "Only one " + Users.email();
        onPrimary("create unique index rule_of_somebody on users (name) where name like 'Only one %'");
        try {
            assertEquals(201, withName(name).statusCode());
            Users.assertProblem(503, "/problems/write-unavailable", withName(name));
        } finally {
            onPrimary("drop index rule_of_somebody");
        }
    }

    private static Response withName(String name) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", Users.email(), "name", name))
                .post("/users");
    }

    @Test
    void aServerIsNotOutOfUseForAStatementThatFailsThere() {
        assertEquals("primary", calls.onAnyReplica(session -> fail(session, "42703", "replica%")));
        assertEquals("all up", Readiness.line("state"));
    }

    /** Its disk or memory, say: probes notice nothing, but each read costs its client an attempt. */
    @Test
    void aReplicaThatAloneFailsReadsIsLeftAloneForAWhile() {
        await().until(() -> {
            assertEquals("replica-2", calls.onAnyReplica(session -> fail(session, "XX001", "replica-1")));
            return Readiness.line("replica-1").contains("state=failing");
        });
        assertTrue(Readiness.line("replica-1").contains("reason=\"SQLSTATE XX001\""));
        assertEquals(1, metric("SQLSTATE XX001"), "the reason has a gauge");
        Readiness.awaitAllUp();
        assertEquals(0, metric("SQLSTATE XX001"));
    }

    @Test
    void noReplicaIsLeftAloneForAStatementThatFailsOnAll() {
        for (int i = 0; i < 10; i++) {
            assertEquals("primary", calls.onAnyReplica(session -> fail(session, "XX000", "replica%")));
        }
        assertEquals("all up", Readiness.line("state"));
    }

    private static double metric(String reason) {
        return Exposition.now().sum("user_service_server_reason", "server=\"replica-1\"", "reason=\"" + reason + "\"");
    }

    private static String fail(Session session, String state, String servers) {
        return session.createNativeQuery("select fail(:state, :servers)", String.class)
                .setParameter("state", state)
                .setParameter("servers", servers)
                .getSingleResult();
    }

    private void onPrimary(String sql) throws SQLException {
        try (Connection connection = Superuser.connect(cluster.primary());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
