package io.userservice.devcluster;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a Quarkus test the shared cluster with a {@link TcpProxy} in front of each standby. A test field of the type {@link
 * Networks} is set to these.
 */
public final class NetworkedResource implements QuarkusTestResourceLifecycleManager {

    private final Map<String, TcpProxy> proxies = new HashMap<>();

    /** The way to each standby. */
    public record Networks(Map<String, TcpProxy> byServer) {

        /** The way to that one. */
        public TcpProxy to(PostgresServer standby) {
            TcpProxy proxy = byServer.get(standby.name());
            if (proxy == null) {
                throw new IllegalArgumentException("There is nothing in front of " + standby);
            }
            return proxy;
        }
    }

    @Override
    public Map<String, String> start() {
        DevCluster cluster = ClusterResource.cluster();
        Map<String, String> configuration = new HashMap<>(cluster.configuration());
        for (PostgresServer standby :
                cluster.servers().subList(1, cluster.servers().size())) {
            TcpProxy proxy = new TcpProxy(standby);
            proxies.put(standby.name(), proxy);
            configuration.put("quarkus.datasource.\"" + standby.name() + "\".jdbc.url", proxy.jdbcUrl());
        }
        return configuration;
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(new Networks(proxies), new TestInjector.MatchesType(Networks.class));
        testInjector.injectIntoFields(ClusterResource.cluster(), new TestInjector.MatchesType(DevCluster.class));
    }

    @Override
    public void stop() {
        proxies.values().forEach(TcpProxy::close);
    }
}
