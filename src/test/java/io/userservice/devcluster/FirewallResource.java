package io.userservice.devcluster;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a Quarkus test the primary of the shared cluster behind a {@link Firewall}, and no replica. */
public final class FirewallResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable Firewall firewall;

    @Override
    public Map<String, String> start() {
        DevCluster cluster = ClusterResource.cluster();
        firewall = new Firewall(cluster.primary().port());
        Map<String, String> configuration = new HashMap<>(cluster.configuration());
        configuration.keySet().removeIf(property -> property.contains("replica-"));
        configuration.put(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://127.0.0.1:" + firewall.port() + "/" + DevCluster.DATABASE);
        // The test has no time to let connections rest.
        configuration.put("each-server.jdbc.foreground-validation-interval", "PT0.001S");
        return configuration;
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(firewall, new TestInjector.MatchesType(Firewall.class));
    }

    @Override
    public void stop() {
        if (firewall != null) {
            firewall.close();
        }
    }
}
