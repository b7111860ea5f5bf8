package io.userservice.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;

/** A primary with two standbys, migrated as whoever deploys does, and functions of the package that use it. */
final class FunctionCluster implements AutoCloseable {

    private static final String OURS = " FROM pg_stat_activity WHERE usename = '" + DevCluster.USER + "'";

    private final Path taskRoot;
    private final DevCluster cluster;

    FunctionCluster(Path folder) throws IOException {
        taskRoot = folder.resolve("task");
        LambdaFunction.unpack(taskRoot);
        cluster = DevCluster.withStandbys(2);
        Flyway.configure()
                .dataSource(cluster.primary().jdbcUrl(), DevCluster.USER, DevCluster.PASSWORD)
                .load()
                .migrate();
        awaitReplicas();
    }

    DevCluster cluster() {
        return cluster;
    }

    /** The variables with which a function uses the cluster. */
    Map<String, String> environment() {
        return LambdaFunction.on(cluster);
    }

    LambdaFunction start() throws IOException {
        return start(environment());
    }

    LambdaFunction start(Map<String, String> environment) throws IOException {
        return LambdaFunction.start(taskRoot, environment);
    }

    void awaitReplicas() {
        cluster.servers().stream().skip(1).forEach(replica -> Faults.awaitCaughtUp(replica, cluster.primary()));
    }

    void breakAllConnections() {
        cluster.servers()
                .forEach(server -> Superuser.ask(server, "SELECT count(pg_terminate_backend(pid, 5000))" + OURS));
    }

    /** How many connections functions have to the server. */
    int connections(PostgresServer server) {
        return Integer.parseInt(Superuser.ask(server, "SELECT count(*)" + OURS));
    }

    void readFromEachReplica(LambdaFunction function, String path) throws Exception {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100 && seen.size() < 2; i++) {
            FunctionAnswer read = function.invoke(Events.get(path));
            read.assertStatus(200);
            seen.add(read.header("served-by"));
        }
        assertEquals(Set.of("replica-1;reason=read-only", "replica-2;reason=read-only"), seen);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
