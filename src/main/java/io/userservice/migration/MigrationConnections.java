package io.userservice.migration;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.userservice.datasource.proxy.UnknownPooler;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Flyway's connections: past the pools, because a migration may take its time; but with limits on connecting, which
 * those that Flyway would make by itself lack, and within reach, should the primary hang. Thread-safe.
 */
@ApplicationScoped
class MigrationConnections implements FlywayConfigurationCustomizer {

    private final Config config;
    private final Set<Connection> open = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    private final UnknownPooler pooler;

    MigrationConnections(Config config, UnknownPooler pooler) {
        this.config = config;
        this.pooler = pooler;
    }

    /** Without a user and a password of its own (tokens of IAM) Flyway uses the pool that writes. */
    @Override
    public void customize(FluentConfiguration flyway) {
        Optional<String> user = value(MigrationSettings.CONNECTIONS + "username");
        Optional<String> password = value(MigrationSettings.CONNECTIONS + "password");
        Optional<String> url = value("quarkus.flyway.jdbc-url").or(() -> value("quarkus.datasource.jdbc.url"));
        if (user.isEmpty() || password.isEmpty() || url.isEmpty()) {
            return;
        }
        Properties properties = new Properties();
        properties.setProperty(PGProperty.USER.getName(), user.get());
        properties.setProperty(PGProperty.PASSWORD.getName(), password.get());
        properties.setProperty(PGProperty.CONNECT_TIMEOUT.getName(), "2");
        properties.setProperty(PGProperty.LOGIN_TIMEOUT.getName(), "5");
        properties.setProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
        properties.setProperty(PGProperty.LOG_SERVER_ERROR_DETAIL.getName(), "false");
        flyway.dataSource(new Remembering(url.get(), properties));
    }

    /** Cuts all connections: what waits on them fails as if the server had gone. */
    void abort() {
        for (Connection connection : Set.copyOf(open)) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                // It was of no use any more.
            }
        }
    }

    private Optional<String> value(String name) {
        return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
    }

    /** Connects as the driver does, and not with all that its own data source adds to the URL, which Flyway logs. */
    private final class Remembering extends PGSimpleDataSource {

        private static final long serialVersionUID = 1L;

        private final String url;
        private final Properties properties;

        Remembering(String url, Properties properties) {
            this.url = url;
            this.properties = properties;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection =
                    Objects.requireNonNull(new Driver().connect(url, properties), "UrlSettings lets no other URL in");
            open.add(connection);
            if (pooler.isFound()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("set default_transaction_read_only=off");
                }
            }
            return connection;
        }
    }
}
