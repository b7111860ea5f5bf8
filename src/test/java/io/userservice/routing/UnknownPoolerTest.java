package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.CapturedLog;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.Servers;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stands in for a pooler by transaction: every connection to the primary is read-only, as one that another pool has set. */
@QuarkusTest
@QuarkusTestResource(
        value = ClusterResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "standbys", value = "0"))
class UnknownPoolerTest {

    DevCluster cluster;

    @Inject
    Servers servers;

    @Test
    void isFoundAtTheFirstRefusalAndWritesGoOn() throws Exception {
        try (Connection connection = Superuser.connect(cluster.primary());
                Statement statement = connection.createStatement()) {
            statement.execute("alter role " + DevCluster.USER + " set default_transaction_read_only = on");
        }
        servers.writePool().flush(FlushMode.ALL);
        List<String> log = CapturedLog.during(() -> {
            assertEquals(503, Users.post(Users.email()).statusCode());
            for (int i = 0; i < 5; i++) {
                assertEquals(201, Users.post(Users.email()).statusCode());
            }
        });
        assertEquals(
                1,
                log.stream()
                        .filter(line -> line.contains("user-service.primary.proxy=true"))
                        .count(),
                log::toString);
    }
}
