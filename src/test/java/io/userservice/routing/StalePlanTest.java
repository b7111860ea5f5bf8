package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Superuser;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schema changes under connections whose statements are prepared: nobody notices. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class StalePlanTest {

    /** The driver prepares a statement on a connection when it runs there for the fifth time. */
    private static final int RUNS = 8;

    private static final int CLIENTS = 8;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private String type = "";

    @BeforeEach
    void rememberTheType() {
        type = Superuser.ask(
                ClusterResource.cluster().primary(),
                "select format_type(atttypid, atttypmod) from pg_attribute"
                        + " where attrelid = 'users'::regclass and attname = 'name'");
    }

    @AfterEach
    void asBefore() throws SQLException {
        clients.shutdownNow();
        alter(type);
    }

    @Test
    void noWriteAndNoReadFails() throws Exception {
        everyClientWritesAndReads();
        alter("varchar(3210)");
        everyClientWritesAndReads();
        alter(type);
        everyClientWritesAndReads();
    }

    private void everyClientWritesAndReads() throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            all.add(clients.submit(() -> {
                String path = Users.path(Users.created());
                for (int run = 0; run < RUNS; run++) {
                    Response put = Users.put(path, Users.email());
                    assertEquals(200, put.statusCode(), put::asString);
                    Response read = Users.getWithToken(path, Users.token(put));
                    assertEquals(200, read.statusCode(), read::asString);
                }
            }));
        }
        for (Future<?> each : all) {
            each.get(60, TimeUnit.SECONDS);
        }
    }

    private static void alter(String type) throws SQLException {
        try (Connection connection = Superuser.connect(ClusterResource.cluster().primary());
                Statement statement = connection.createStatement()) {
            statement.execute("alter table users alter name type " + type);
        }
    }
}
