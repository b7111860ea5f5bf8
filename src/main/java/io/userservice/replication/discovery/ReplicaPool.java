package io.userservice.replication.discovery;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.pool.DataSource;
import io.quarkus.runtime.configuration.DurationConverter;
import io.userservice.replication.Server;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Makes pools for replicas that no datasource of Quarkus is for: like the one that reads from the primary, credentials and all,
 * with what {@code each-replica.…} says in its place. Thread-safe.
 */
@ApplicationScoped
class ReplicaPool {

    private static final String EACH = "each-replica.jdbc.";
    private static final String PROPERTY = EACH + "additional-jdbc-properties.";

    private final Config config;

    ReplicaPool(Config config) {
        this.config = config;
    }

    /** A pool for reads from that address; nothing connects before it is used. Close it in the end. */
    AgroalDataSource of(Address address, Server primary) {
        AgroalConnectionPoolConfiguration ofPrimary =
                primary.readPool().getConfiguration().connectionPoolConfiguration();
        AgroalConnectionFactoryConfigurationSupplier connections = new AgroalConnectionFactoryConfigurationSupplier(
                        ofPrimary.connectionFactoryConfiguration())
                .jdbcUrl(url(ofPrimary.connectionFactoryConfiguration().jdbcUrl(), address))
                .initialSql(""); // what it sets is in "options" here
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PROPERTY)) {
                connections.jdbcProperty(name.substring(PROPERTY.length()), config.getValue(name, String.class));
            }
        }
        AgroalConnectionPoolConfigurationSupplier pool =
                new AgroalConnectionPoolConfigurationSupplier(ofPrimary).connectionFactoryConfiguration(connections);
        each("max-size").map(Integer::valueOf).ifPresent(pool::maxSize);
        each("acquisition-timeout").map(ReplicaPool::duration).ifPresent(pool::acquisitionTimeout);
        return new DataSource(new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(primary.readPool().getConfiguration().metricsEnabled())
                .connectionPoolConfiguration(pool)
                .get());
    }

    private Optional<String> each(String setting) {
        return config.getOptionalValue(EACH + setting, String.class);
    }

    private static Duration duration(String text) {
        return Objects.requireNonNull(DurationConverter.parseDuration(text));
    }

    /** The primary's, at another address, without what picks one of several hosts. */
    static String url(String ofPrimary, Address address) {
        return ofPrimary
                .replaceFirst("//[^/?]*", "//" + address)
                .replaceAll("(?<=[?&])(targetServerType|loadBalanceHosts|hostRecheckSeconds)=[^&]*&?", "")
                .replaceFirst("[?&]$", "");
    }
}
