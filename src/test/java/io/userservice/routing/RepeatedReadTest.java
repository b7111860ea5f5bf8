package io.userservice.routing;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import io.userservice.problem.Problem;
import io.userservice.replication.Readiness;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A read that a server breaks off halfway runs again elsewhere, unless it did more than read. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class RepeatedReadTest {

    @Inject
    Calls calls;

    @BeforeEach
    @AfterEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void aReadThatIsInterruptedRunsAgainOnAnotherServer() {
        List<String> servers = new ArrayList<>();
        String answered = calls.onAnyReplica(session -> {
            servers.add(Calls.whoAnswers(session));
            if (servers.size() == 1) {
                interrupted(session, servers.get(0), "pg_terminate_backend");
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
                    interrupted(session, servers.get(servers.size() - 1), "pg_terminate_backend");
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
                    interrupted(session, Calls.whoAnswers(session), "pg_terminate_backend");
                    return "not reached";
                }));
        assertEquals(List.of("primary"), servers);
    }

    @Test
    void aReadThatIsCancelledIsNotRepeated() {
        List<String> servers = new ArrayList<>();
        Problem problem = assertThrows(
                Problem.class,
                () -> calls.onAnyReplica(session -> {
                    servers.add(Calls.whoAnswers(session));
                    return interrupted(session, servers.get(0), "pg_cancel_backend");
                }));
        assertTrue(problem.getMessage().startsWith("The database took too long"), problem::getMessage);
        assertEquals(1, servers.size());
    }

    /** The problem of the call inside is the answer, and the server of the read around it is not blamed. */
    @ParameterizedTest
    @CsvSource({"No server can answer, false", "The primary cannot do this write now, true"})
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
            String sleeping = "select 1 from pg_stat_activity where wait_event = 'PgSleep' and pid = " + backend;
            ExecutorService killer = Executors.newSingleThreadExecutor();
            Future<String> unused = killer.submit(() -> {
                PostgresServer cluster = ClusterResource.cluster().server(server);
                await().ignoreExceptions().until(() -> Superuser.ask(cluster, sleeping), "1"::equals);
                return Superuser.ask(cluster, "select " + how + "(" + backend + ")");
            });
            killer.shutdown();
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_sleep(60)");
            }
            throw new AssertionError("nobody interrupted the statement");
        });
    }
}
