package io.userservice.bench;

import io.userservice.RunningPackage;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.LoadBalancer;
import io.userservice.devcluster.PostgresServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Proxies between the service and its servers, which count the round trips and can make them slower. */
final class Links implements AutoCloseable {

    private final Map<String, Link> links = new LinkedHashMap<>();
    private final LongAdder roundTrips = new LongAdder();

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
        return roundTrips.sum();
    }

    /** From now on each round trip of the service to that server, as the service calls it, takes so much longer. */
    void delay(String server, Duration delay) {
        links.get(server).delay = delay;
    }

    private String add(String name, PostgresServer server) {
        Link link = new Link(server);
        links.put(name, link);
        return "jdbc:postgresql://127.0.0.1:" + link.proxy.port() + "/" + DevCluster.DATABASE;
    }

    @Override
    public void close() {
        links.values().forEach(link -> link.proxy.close());
    }

    private final class Link {

        private final LoadBalancer proxy;
        private volatile Duration delay = Duration.ZERO;

        Link(PostgresServer server) {
            proxy = new LoadBalancer(List.of(server), Turns::new);
        }

        /** One connection. */
        private final class Turns implements LoadBalancer.Tap {

            private volatile boolean answered = true;

            @Override
            public void toServer() {
                if (!answered) {
                    return;
                }
                answered = false;
                roundTrips.increment();
                try {
                    Thread.sleep(delay.toMillis());
                } catch (InterruptedException e) {
                    // The proxy is being closed, and with it this connection.
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void toClient() {
                answered = true;
            }
        }
    }
}
