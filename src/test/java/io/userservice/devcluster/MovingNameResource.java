package io.userservice.devcluster;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.userservice.Operated;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a Quarkus test a primary and two standbys of its own, and a name for the primary that can be given to another server,
 * as RDS does in a blue/green deployment. A test field of the type {@link Names} is set to these.
 */
public final class MovingNameResource implements QuarkusTestResourceLifecycleManager {

    private final DevCluster cluster = DevCluster.withStandbys(2);
    private final TcpProxy primary = new TcpProxy(cluster.primary());

    /** The servers, and the name of the primary. */
    public record Names(DevCluster cluster, TcpProxy primary) {}

    @Override
    public Map<String, String> start() {
        Map<String, String> configuration = new HashMap<>(cluster.configuration());
        configuration.put("quarkus.datasource.jdbc.url", primary.jdbcUrl());
        configuration.put("user-service.maintenance.token", Operated.TOKEN);
        return configuration;
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(new Names(cluster, primary), new TestInjector.MatchesType(Names.class));
    }

    @Override
    public void stop() {
        primary.close();
        cluster.close();
    }
}
