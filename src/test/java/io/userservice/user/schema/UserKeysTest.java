package io.userservice.user.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The migration to keys, of a database with the locale C, which folds nothing but ASCII, while others write. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class UserKeysTest {

    private static final String OWNER = "postgres";
    private static final String OLD = "insert into users (id, version, email, name, created_at, updated_at) values"
            + " (gen_random_uuid(), 0, '%s', '%s', now(), clock_timestamp())";

    private Connection connection;
    private Statement sql;
    private String url;

    @BeforeEach
    void anOldDatabase() throws SQLException {
        PostgresServer primary = ClusterResource.cluster().primary();
        String name = "keys_" + System.nanoTime();
        try (Connection admin = Superuser.connect(primary);
                Statement create = admin.createStatement()) {
            create.execute("create database " + name + " template template0 locale_provider libc locale 'C'");
        }
        url = primary.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
        connection = DriverManager.getConnection(url, OWNER, OWNER);
        sql = connection.createStatement();
        migrate("3");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void everyoneGetsTheServicesKeys() throws SQLException {
        old("Ada@Example.com", "Ada");
        old("É@x.example", "ÉLISE");
        sql.execute("insert into users select gen_random_uuid(), 0, 'U' || i || '@x', null, now(), now()"
                + " from generate_series(1, 2500) i");
        migrate("latest");
        assertEquals("0", ask("select count(*) from users where keyed_at is distinct from updated_at"));
        assertEquals("0", ask("select count(*) from users where name is not null and name_key is null"));
        assertEquals(
                "é@x.example élise", ask("select email_key || ' ' || name_key from users where name like '_LISE'"));
        assertEquals("u7@x", ask("select email_key from users where email = 'U7@x'"));
        assertTrue(ask("select pg_get_indexdef('users_email'::regclass)").matches("CREATE UNIQUE .*\\(email_key\\)"));
        assertEquals("0", ask("select count(*) from pg_index where not indisvalid"));
        SQLException taken = assertThrows(SQLException.class, () -> old("ADA@example.com", "x"));
        assertTrue(taken.getMessage().contains("users_email"), taken.getMessage());
    }

    /** The version before this one, during a deployment. */
    @Test
    void whatTheLastVersionWritesIsKeyed() throws SQLException {
        migrate("latest");
        old("New@x", "Name");
        assertEquals("new@x name", ask("select email_key || ' ' || name_key from users"));
        sql.execute("update users set email = 'Other@x', updated_at = clock_timestamp()");
        assertEquals("other@x name", ask("select email_key || ' ' || name_key from users"));
        sql.execute("update users set email = 'Ü@x', name = 'Ü', updated_at = clock_timestamp()");
        migrate("latest");
        assertEquals("ü@x ü", ask("select email_key || ' ' || name_key from users where keyed_at = updated_at"));
    }

    @Test
    void theTriggerLeavesThisVersionsKeysAlone() throws SQLException {
        migrate("latest");
        sql.execute("insert into users values (gen_random_uuid(), 0, 'É@x', 'É', now(), now(), 'é@x', 'é', now())");
        assertEquals("é@x é", ask("select email_key || ' ' || name_key from users"));
        sql.execute(
                "update users set email = 'e\u0301@x', updated_at = statement_timestamp(), keyed_at = statement_timestamp()");
        assertEquals("é@x é", ask("select email_key || ' ' || name_key from users"));
        assertEquals("0", ask("select count(*) from users where keyed_at is distinct from updated_at"));
    }

    @Test
    void twoThatAreOneStopTheStartUntilSomebodyDecides() throws SQLException {
        old("É@x", "a");
        old("é@x", "b");
        old("other@x", "c");
        for (int i = 0; i < 2; i++) {
            String message =
                    assertThrows(FlywayException.class, () -> migrate("latest")).getMessage();
            assertTrue(message.contains(ask("select id::text from users where name = 'a'")), message);
            assertTrue(message.contains(ask("select id::text from users where name = 'b'")), message);
            assertFalse(message.contains(ask("select id::text from users where name = 'c'")), message);
            assertFalse(message.contains("@"), message);
        }
        old("third@x", "d");
        sql.execute("delete from users where name = 'b'");
        migrate("latest");
        assertEquals("0", ask("select count(*) from pg_index where not indisvalid"));
    }

    @Test
    void whatWasBrokenOffIsDoneAgain() throws SQLException {
        migrate("latest");
        sql.execute("update pg_index set indisvalid = false where indexrelid = 'users_name_key'::regclass");
        sql.execute("alter table users drop constraint users_email_key_there");
        migrate("latest");
        assertEquals("0", ask("select count(*) from pg_index where not indisvalid"));
        assertEquals(
                "1",
                ask("select count(*) from pg_constraint where conname = 'users_email_key_there' and convalidated"));
    }

    @Test
    void writersGoOnAndInstancesTakeTurns() throws Exception {
        sql.execute("insert into users select gen_random_uuid(), 0, 'U' || i || '@x', null, now(), now()"
                + " from generate_series(1, 20000) i");
        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> migrate("latest"));
        CompletableFuture<Void> two = CompletableFuture.runAsync(() -> migrate("latest"));
        sql.execute("set statement_timeout = '2s'");
        int written = 0;
        while (!one.isDone() || !two.isDone()) {
            old("w" + written + "@x", "w");
            sql.execute(
                    "update users set name = 'n', version = version + 1, updated_at = clock_timestamp() where email = 'U5@x'");
            written++;
        }
        one.get();
        two.get();
        migrate("latest");
        assertTrue(written > 10);
        assertEquals("n", ask("select name_key from users where email = 'U5@x'"));
        assertEquals("0", ask("select count(*) from users where keyed_at is distinct from updated_at"));
        assertEquals(Integer.toString(20_000 + written), ask("select count(*) from users where email_key is not null"));
    }

    private void old(String email, String name) throws SQLException {
        sql.execute(OLD.formatted(email, name));
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(url, OWNER, OWNER)
                .callbacks(new UserKeys())
                .target(target)
                .load()
                .migrate();
    }

    private String ask(String query) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : "nothing";
        }
    }
}
