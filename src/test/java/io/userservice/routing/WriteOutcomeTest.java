package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.Readiness;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client is told when its write breaks halfway: whether it may have been written. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class WriteOutcomeTest {

    private final DevCluster cluster = ClusterResource.cluster();

    @BeforeEach
    void marksInAddressesBreakWrites() throws SQLException {
        onPrimary("""
                create function break_write() returns trigger language plpgsql as $$
                begin
                  if tg_argv[0] = 'terminate' then perform pg_terminate_backend(pg_backend_pid()); end if;
                  if tg_argv[0] = 'cancel' then perform pg_cancel_backend(pg_backend_pid()); end if;
                  if tg_argv[0] = 'conflict' then raise exception 'a deadlock' using errcode = '40P01'; end if;
                  perform pg_sleep(0.01); -- where the signal is received
                  return new;
                end $$;
                create constraint trigger break_commit_off after insert on users deferrable initially deferred
                  for each row when (new.email like 'terminate-at-commit%') execute function break_write('terminate');
                create constraint trigger break_commit_conflict after insert on users deferrable initially deferred
                  for each row when (new.email like 'conflict-at-commit%') execute function break_write('conflict');
                create trigger break_insert_off after insert on users
                  for each row when (new.email like 'terminate-at-insert%') execute function break_write('terminate');
                create trigger break_insert_cancel after insert on users
                  for each row when (new.email like 'cancel-at-insert%') execute function break_write('cancel');
                create trigger break_insert_conflict after insert on users
                  for each row when (new.email like 'conflict-at-insert%') execute function break_write('conflict');
                """);
    }

    @AfterEach
    void noMarks() throws SQLException {
        onPrimary("drop function break_write cascade");
        Readiness.awaitAllUp();
    }

    @Test
    void aConnectionThatBreaksDuringTheCommitLeavesTheOutcomeUnknown() {
        Response answer = Users.post("terminate-at-commit-" + Users.email());
        Users.assertProblem(503, "/problems/outcome-unknown", answer);
        assertEquals("1", answer.header("Retry-After"));
    }

    @Test
    void aConnectionThatBreaksBeforeTheCommitHasWrittenNothing() {
        assertWritesNothing(503, "/problems/write-unavailable", "terminate-at-insert-");
    }

    @Test
    void aCancelledWriteHasWrittenNothing() {
        assertWritesNothing(503, "/problems/timed-out", "cancel-at-insert-");
    }

    @Test
    void aConflictStaysTheClientsToSolve() {
        assertWritesNothing(409, "/problems/conflicting-writes", "conflict-at-insert-");
    }

    @Test
    void aConflictAtTheCommitStaysTheClientsToSolve() {
        assertWritesNothing(409, "/problems/conflicting-writes", "conflict-at-commit-");
    }

    @Test
    void aDuplicateStaysADuplicate() {
        String taken = Users.created().path("email");
        Users.assertProblem(409, "/problems/email-taken", Users.post(taken));
    }

    @Test
    void theNextWriteSucceeds() {
        Users.post("terminate-at-insert-" + Users.email());
        assertEquals(201, Users.post(Users.email()).statusCode());
    }

    /** Nobody else writes meanwhile. */
    private void assertWritesNothing(int status, String type, String mark) {
        String all = "select count(*) from users";
        String before = Superuser.ask(cluster.primary(), all);
        Users.assertProblem(status, type, Users.post(mark + Users.email()));
        assertEquals(before, Superuser.ask(cluster.primary(), all), "users");
    }

    private void onPrimary(String sql) throws SQLException {
        try (Connection connection = Superuser.connect(cluster.primary());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
