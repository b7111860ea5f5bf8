package io.userservice.devcluster;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a Quarkus test the primary of the shared cluster behind a {@link TcpProxy}, and no replica. */
public final class FirewallResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable TcpProxy network;

    @Override
    public Map<String, String> start() {
        DevCluster cluster = ClusterResource.cluster();
        network = new TcpProxy(cluster.primary());
        Map<String, String> configuration = new HashMap<>(cluster.configuration());
        configuration.keySet().removeIf(property -> property.contains("replica-"));
        configuration.put("quarkus.datasource.jdbc.url", network.jdbcUrl());
        // The test has no time to let connections rest.
        configuration.put("each-server.jdbc.foreground-validation-interval", "PT0.001S");
        return configuration;
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(network, new TestInjector.MatchesType(TcpProxy.class));
    }

    @Override
    public void stop() {
        if (network != null) {
            network.close();
        }
    }
}
