package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.FirewallResource;
import io.userservice.devcluster.TcpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A firewall has forgotten the connections, and nobody says so: the wait is that of a connect, however many there were. */
@QuarkusTest
@WithTestResource(value = FirewallResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class SilentConnectionTest {

    private static final int CLIENTS = 8;

    /** Two connects; a statement would wait for 5 or 30 s, and each of the connections by itself for 8 s. */
    private static final long LONGEST_MILLIS = 4000;

    TcpProxy network;

    @Test
    void aWriteTakesAnotherOne() throws Exception {
        assertShort(201, () -> Users.post(Users.email()));
    }

    @Test
    void aReadTakesAnotherOne() throws Exception {
        assertShort(200, () -> Users.get("/users"));
    }

    private void assertShort(int status, Supplier<Response> call) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Response>> calls = new ArrayList<>();
            for (int i = 0; i < 10 * CLIENTS; i++) {
                calls.add(clients.submit(call::get));
            }
            for (Future<Response> each : calls) {
                assertEquals(status, each.get(30, TimeUnit.SECONDS).statusCode());
            }
        } finally {
            clients.shutdownNow();
        }
        network.forget();
        long start = System.nanoTime();
        Response answer = call.get();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertEquals(status, answer.statusCode(), answer::asString);
        assertTrue(millis < LONGEST_MILLIS, () -> "it took " + millis + " ms");
    }
}
