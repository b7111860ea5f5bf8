package io.userservice.devcluster;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The entry point of dev mode ({@code %dev.quarkus.package.main-class=dev}): starts a {@link DevCluster} of a primary and
 * two standbys, then Quarkus. Quarkus calls it once, not at each live reload, so that the cluster and its data last as
 * long as dev mode.
 *
 * <p>If {@code quarkus.datasource.jdbc.url} is configured, for instance as {@code QUARKUS_DATASOURCE_JDBC_URL}, no
 * cluster is started and that database is used.
 */
@QuarkusMain(name = "dev")
public final class DevMain {

    private static final int STANDBYS = 2;
    private static final String URL = "quarkus.datasource.jdbc.url";

    private DevMain() {}

    /**
     * Starts the cluster, unless a database is configured, and runs Quarkus until it stops.
     *
     * @throws IllegalStateException if the cluster cannot be started; the message says what to do about it
     */
    public static void main(String... args) {
        Optional<String> configured = ConfigProvider.getConfig().getOptionalValue(URL, String.class);
        if (configured.isEmpty()) {
            startCluster();
        }
        Quarkus.run(args);
    }

    // Nothing closes the cluster: it ends with this JVM, however that ends.
    private static void startCluster() {
        DevCluster cluster = DevCluster.onStablePorts(STANDBYS);
        cluster.configuration().forEach(System::setProperty);
        // Writes find the new primary when another one is promoted.
        System.setProperty(URL, cluster.urlOfPrimary());
        new ClusterControl(cluster).register();
        // In one piece each: the console of dev mode redraws itself after each write.
        for (PostgresServer server : cluster.servers()) {
            System.out.println("PostgreSQL %s on port %d: %s".formatted(server.name(), server.port(), server.url()));
        }
        int port = ConfigProvider.getConfig()
                .getOptionalValue("quarkus.http.port", Integer.class)
                .orElse(8080);
        System.out.println("Their superuser is %s, with the password %1$s. See and break them at http://localhost:%d/"
                .formatted(DevCluster.SUPERUSER, port));
    }
}
