package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.Readiness;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica that takes no more connections costs no read an error. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class FullServerTest {

    @Inject
    Servers servers;

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @AfterEach
    void roomForAll() throws SQLException {
        limit(-1);
        Readiness.awaitAllUp();
    }

    @Test
    void thePrimaryAnswersWhenBothReplicasAreFull() throws Exception {
        // It keeps this connection; the limit is for new ones, on every server.
        assertEquals("primary", strong());
        limit(1);
        servers.replicas().forEach(Server::dropIdleConnections);
        for (int i = 0; i < 20; i++) {
            Response read = Users.get("/who");
            assertEquals(200, read.statusCode(), read::asString);
            assertEquals("primary", read.asString());
        }
        // It is found out anew by reads, each time that the state has run out.
        for (String replica : List.of("replica-1", "replica-2")) {
            await().until(() -> {
                assertEquals("primary", Users.get("/who").asString());
                String line = Readiness.line(replica);
                return line.contains("state=full ") && line.contains("reason=\"SQLSTATE 53300\"");
            });
        }
        assertEquals(200, Readiness.report().statusCode());
    }

    private static String strong() {
        return given().header("Consistency", "strong").get("/who").asString();
    }

    private static void limit(int connections) throws SQLException {
        try (Connection connection = Superuser.connect(ClusterResource.cluster().primary());
                Statement statement = connection.createStatement()) {
            statement.execute("alter role " + DevCluster.USER + " connection limit " + connections);
        }
        for (String replica : new String[] {"replica-1", "replica-2"}) {
            Faults.awaitCaughtUp(
                    ClusterResource.cluster().server(replica),
                    ClusterResource.cluster().primary());
        }
    }
}
