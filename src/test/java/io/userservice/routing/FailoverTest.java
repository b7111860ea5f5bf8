package io.userservice.routing;

import static io.userservice.devcluster.Faults.withReplicaDown;
import static io.userservice.devcluster.Faults.withReplicaFrozen;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Superuser;
import io.userservice.problem.Problem;
import io.userservice.replication.Readiness;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sick replica costs no read an error. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class FailoverTest {

    private static final int CLIENTS = 8;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);

    @Inject
    Calls calls;

    @BeforeEach
    void bothReplicasServe() {
        Readiness.awaitAllUp();
        await().until(() -> Users.get("/who").asString().equals("replica-1"));
        await().until(() -> Users.get("/who").asString().equals("replica-2"));
    }

    @AfterEach
    void allServersAreBack() {
        clients.shutdownNow();
        Readiness.awaitAllUp();
    }

    @Test
    void noReadFailsWhenAReplicaIsKilled() throws Exception {
        withReplicaDown("replica-1", () -> {
            for (int i = 0; i < 200; i++) {
                assertEquals("replica-2", answer(Users.get("/who")));
            }
        });
    }

    @Test
    void noReadFailsWhenAReplicaIsKilledUnderLoad() throws Exception {
        List<Future<List<String>>> reads = everyClientReads(200);
        withReplicaDown("replica-2", () -> assertAllAnswered(reads));
    }

    @Test
    void noReadFailsWhenAReplicaFreezes() throws Exception {
        withReplicaFrozen("replica-1", () -> assertAllAnswered(everyClientReads(20)));
    }

    @Test
    void thePrimaryAnswersWhenBothReplicasAreDown() throws Exception {
        withReplicaDown(
                "replica-1",
                () -> withReplicaDown("replica-2", () -> {
                    for (int i = 0; i < 50; i++) {
                        Response read = Users.get("/who");
                        assertEquals("primary", answer(read));
                        String servedBy = read.header("Served-By");
                        assertTrue(servedBy.matches("primary;reason=(replicas-down|failover)"), servedBy);
                    }
                }));
    }

    @Test
    void aReplicaThatIsBackServesAgain() throws Exception {
        withReplicaDown("replica-1", () -> assertEquals("replica-2", answer(Users.get("/who"))));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> answer(Users.get("/who")).equals("replica-1"));
    }

    @Test
    void aNamedReplicaThatIsDownIsAProblem() throws Exception {
        withReplicaDown("replica-1", () -> {
            Response read = Users.get("/who/replica-1");
            Users.assertProblem(503, "/problems/read-unavailable", read);
            assertEquals("1", read.header("Retry-After"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg_terminate_backend", "pg_cancel_backend"})
    void aReadThatIsInterruptedRunsAgainOnAnotherServer(String interrupt) {
        List<String> servers = new ArrayList<>();
        String answered = calls.onAnyReplica(session -> {
            servers.add(Calls.whoAnswers(session));
            if (servers.size() == 1) {
                interrupted(session, servers.get(0), interrupt);
            }
            return Calls.whoAnswers(session);
        });
        assertEquals(2, servers.size());
        assertEquals(Set.of("replica-1", "replica-2"), Set.copyOf(servers));
        assertEquals(servers.get(1), answered);
    }

    @Test
    void aReadThatFailsOnBothReplicasRunsOnThePrimaryOnce() {
        List<String> servers = new ArrayList<>();
        Problem problem = assertThrows(
                Problem.class,
                () -> calls.onAnyReplica(session -> {
                    servers.add(Calls.whoAnswers(session));
                    interrupted(session, servers.get(servers.size() - 1), "pg_cancel_backend");
                    return "not reached";
                }));
        assertEquals(503, problem.status());
        assertEquals(3, servers.size());
        assertEquals("primary", servers.get(2));
    }

    @Test
    void aReadThatHasCalledThePrimaryIsNotRepeated() {
        List<String> servers = new ArrayList<>();
        assertThrows(
                Problem.class,
                () -> calls.onAnyReplica(session -> {
                    servers.add(calls.onPrimary(Calls::whoAnswers));
                    interrupted(session, Calls.whoAnswers(session), "pg_cancel_backend");
                    return "not reached";
                }));
        assertEquals(List.of("primary"), servers);
    }

    /** The problem of the call inside is the answer, and the server of the read around it is not blamed. */
    @ParameterizedTest
    @CsvSource({"No server can answer, false", "The primary does not answer, true"})
    void aProblemOfACallInsideAReadIsNotTheReadsOwn(String title, boolean onPrimary) {
        Problem problem = assertThrows(
                Problem.class,
                () -> calls.onReplica1(outer -> {
                    Calls.whoAnswers(outer);
                    return onPrimary
                            ? calls.inPrimaryTransaction(inner -> interrupted(inner, "primary", "pg_terminate_backend"))
                            : calls.onReplica2(inner -> interrupted(inner, "replica-2", "pg_terminate_backend"));
                }));
        assertTrue(problem.getMessage().startsWith(title), problem::getMessage);
        assertTrue(Readiness.line("replica-1").contains("state=up"));
    }

    /** The statement of the session is ended by somebody else, on the server that it runs on. */
    private static String interrupted(Session session, String server, String how) {
        int backend = session.createNativeQuery("select pg_backend_pid()", Integer.class)
                .getSingleResult();
        return session.doReturningWork(connection -> {
            var sleeping = "select 1 from pg_stat_activity where wait_event = 'PgSleep' and pid = " + backend;
            var killer = Executors.newSingleThreadExecutor();
            var unused = killer.submit(() -> {
                var cluster = ClusterResource.cluster().server(server);
                await().ignoreExceptions().until(() -> Superuser.ask(cluster, sleeping), "1"::equals);
                return Superuser.ask(cluster, "select " + how + "(" + backend + ")");
            });
            killer.shutdown();
            try (var statement = connection.createStatement()) {
                statement.execute("select pg_sleep(60)");
            }
            throw new AssertionError("nobody interrupted the statement");
        });
    }

    private List<Future<List<String>>> everyClientReads(int times) {
        return Stream.generate(() -> clients.submit(() -> Stream.generate(() -> answer(Users.get("/who")))
                        .limit(times)
                        .toList()))
                .limit(CLIENTS)
                .toList();
    }

    private static void assertAllAnswered(List<Future<List<String>>> reads) throws Exception {
        for (Future<List<String>> read : reads) {
            read.get(30, TimeUnit.SECONDS);
        }
    }

    private static String answer(Response response) {
        assertEquals(200, response.statusCode(), response::asString);
        return response.asString();
    }
}
