package io.userservice.devcluster;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a Quarkus test the shared cluster with its two standbys behind one load balancer: {@code replica-1}. */
public final class LoadBalancedResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable TcpProxy balancer;

    @Override
    public Map<String, String> start() {
        DevCluster cluster = ClusterResource.cluster();
        balancer = new TcpProxy(cluster.server("replica-1"), cluster.server("replica-2"));
        Map<String, String> configuration = new HashMap<>(cluster.configuration());
        configuration.keySet().removeIf(property -> property.contains("replica-2"));
        configuration.put("quarkus.datasource.\"replica-1\".jdbc.url", balancer.jdbcUrl());
        configuration.put("user-service.replicas.\"replica-1\".load-balanced", "true");
        return configuration;
    }

    @Override
    public void stop() {
        if (balancer != null) {
            balancer.close();
        }
    }
}
