package io.userservice.devcluster;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives a Quarkus test a primary and two standbys: {@code @QuarkusTestResource(ClusterResource.class)}. All tests of a
 * JVM share one cluster, which ends with the JVM; a restart of Quarkus for another test profile keeps it and its data.
 * A plain JUnit test gets the same one from {@link #cluster()}.
 *
 * <p>A test that does something irreversible, such as a promotion, takes a cluster of its own:
 * {@code @QuarkusTestResource(value = ClusterResource.class, restrictToAnnotatedClass = true, initArgs =
 * @ResourceArg(name = "standbys", value = "3"))}. That one is closed when Quarkus stops. With the argument
 * {@code follow-primary=true} the default datasource names all hosts and takes the one that is the primary.
 *
 * With {@code configured=1} only the first standby is configured as a replica; the service has to find the others.
 *
 * With {@code replay-paused=true} the standbys of its own cluster show nothing that happens from the start of Quarkus on.
 *
 * <p>A test field of the type {@link DevCluster} is set to the cluster.
 */
public final class ClusterResource implements QuarkusTestResourceLifecycleManager {
    // A system property, not only a field: each test profile has a class loader of its own, and so its own fields.
    private static final String SHARED = "test-cluster";
    private static final int STANDBYS = 2;

    private static @Nullable DevCluster current;

    private int ownStandbys = -1;
    private boolean followPrimary;
    private boolean replayPaused;
    private int configured;
    private @Nullable DevCluster own;

    /** The cluster of the running test: its own, else the shared one, which is started if need be. */
    public static synchronized DevCluster cluster() {
        DevCluster cluster = current;
        if (cluster == null) {
            cluster = shared();
            current = cluster;
        }
        return cluster;
    }

    @Override
    public void init(Map<String, String> initArgs) {
        ownStandbys = Integer.parseInt(initArgs.getOrDefault("standbys", "-1"));
        followPrimary = Boolean.parseBoolean(initArgs.get("follow-primary"));
        configured = Integer.parseInt(initArgs.getOrDefault("configured", "8"));
        replayPaused = Boolean.parseBoolean(initArgs.get("replay-paused"));
    }

    @Override
    public Map<String, String> start() {
        if (ownStandbys >= 0) {
            own = DevCluster.withStandbys(ownStandbys);
        }
        setCurrent(own);
        if (replayPaused) {
            cluster().servers().stream().skip(1).forEach(Faults::pauseReplay);
        }
        Map<String, String> configuration = new HashMap<>(cluster().configuration());
        configuration.keySet().removeIf(this::isBeyondConfigured);
        if (followPrimary) {
            configuration.put("quarkus.datasource.jdbc.url", cluster().urlOfPrimary());
        }
        return configuration;
    }

    private boolean isBeyondConfigured(String property) {
        return cluster().servers().stream()
                .skip(1 + configured)
                .anyMatch(server -> property.contains('"' + server.name() + '"'));
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(cluster(), new TestInjector.MatchesType(DevCluster.class));
    }

    @Override
    public void stop() {
        setCurrent(null);
        if (own != null) {
            own.close();
            own = null;
        }
    }

    private static synchronized void setCurrent(@Nullable DevCluster cluster) {
        current = cluster;
    }

    private static DevCluster shared() {
        String known = System.getProperty(SHARED);
        if (known != null) {
            String[] portAndFolder = known.split(" ", 2);
            return DevCluster.attach(Path.of(portAndFolder[1]), Integer.parseInt(portAndFolder[0]), STANDBYS);
        }
        DevCluster started = DevCluster.withStandbys(STANDBYS);
        System.setProperty(SHARED, started.primary().port() + " " + started.folder());
        return started;
    }
}
