package io.userservice.bench;

import io.userservice.RunningPackage;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.TcpProxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Networks between the service and its servers, one each, which count the round trips and can be slow. */
final class Links implements AutoCloseable {

    private final Map<String, TcpProxy> links = new LinkedHashMap<>();

    /** The environment of a service that reaches the primary, and these replicas, through links. */
    Map<String, String> on(DevCluster cluster, String... replicas) {
        Map<String, String> environment = RunningPackage.on(cluster);
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", add("primary", cluster.primary()));
        for (int i = 0; i < replicas.length; i++) {
            environment.put(replicaUrl(i + 1), add("replica-" + (i + 1), cluster.server(replicas[i])));
        }
        return environment;
    }

    /** The variable of a slot. */
    static String replicaUrl(int number) {
        return "QUARKUS_DATASOURCE__REPLICA_" + number + "__JDBC_URL";
    }

    /** How often bytes have gone to a server after some had come from it, over all connections so far. */
    long roundTrips() {
        return links.values().stream().mapToLong(TcpProxy::roundTrips).sum();
    }

    /** From now on each round trip of the service to that server, as the service calls it, takes so much longer. */
    void delay(String server, Duration delay) {
        links.get(server).delay(delay);
    }

    private String add(String name, PostgresServer server) {
        TcpProxy link = new TcpProxy(server);
        links.put(name, link);
        return link.jdbcUrl();
    }

    @Override
    public void close() {
        links.values().forEach(TcpProxy::close);
    }
}
