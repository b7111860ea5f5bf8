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

    private DevMain() {}

    /**
     * Starts the cluster, unless a database is configured, and runs Quarkus until it stops.
     *
     * @throws IllegalStateException if the cluster cannot be started; the message says what to do about it
     */
    public static void main(String... args) {
        Optional<String> configured =
                ConfigProvider.getConfig().getOptionalValue("quarkus.datasource.jdbc.url", String.class);
        if (configured.isEmpty()) {
            startCluster();
        }
        Quarkus.run(args);
    }

    // Nothing closes the cluster: it ends with this JVM, however that ends.
    private static void startCluster() {
        DevCluster cluster = DevCluster.onStablePorts(STANDBYS);
        cluster.configuration().forEach(System::setProperty);
        for (PostgresServer server : cluster.servers()) {
            // In one piece: the console of dev mode redraws itself after each write.
            System.out.println("PostgreSQL %s on port %d: psql %s (%s)"
                    .formatted(server.name(), server.port(), server.psqlUrl(), server.jdbcUrl()));
        }
    }
}
