package io.userservice.aws;

import io.quarkus.arc.Unremovable;
import io.quarkus.credentials.CredentialsProvider;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.Config;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/**
 * Logs in with a token of IAM, a new one for each connection ({@code user-service.database.iam-auth}). Thread-safe.
 */
@ApplicationScoped
@Unremovable // looked up by Quarkus
// Named in the URL of RDS Proxy, whose certificate Java trusts by itself; the driver makes it by its name.
@RegisterForReflection(targets = DefaultJavaSSLFactory.class)
class IamLogin implements CredentialsProvider {

    private final Config config;
    private final IamCredentials credentials;
    private final InstantSource clock;

    /** The settings are only asked for so that they are checked: Quarkus checks no mapping that nobody injects. */
    IamLogin(Config config, IamConfig checked, IamCredentials credentials, InstantSource clock) {
        this.config = config;
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * The user of a datasource and a token for where its URL leads.
     *
     * @param datasource its name, or {@link IamSettings#DEFAULT}
     * @throws ConfigurationException with what to set
     * @throws IllegalStateException see {@link IamCredentials#now}
     */
    @Override
    public Map<String, String> getCredentials(String datasource) {
        String prefix =
                "quarkus.datasource." + (datasource.equals(IamSettings.DEFAULT) ? "" : "\"" + datasource + "\".");
        Properties server = Driver.parseURL(required(prefix + "jdbc.url"), null);
        String host = server == null ? "" : server.getProperty(PGProperty.PG_HOST.getName(), "");
        if (server == null || host.isEmpty() || host.contains(",")) {
            throw new ConfigurationException("user-service.database.iam-auth needs one host in " + prefix + "jdbc.url");
        }
        String user = required(prefix + "username");
        String token = IamToken.of(
                host,
                Integer.parseInt(server.getProperty(PGProperty.PG_PORT.getName())),
                user,
                config.getValue(IamSettings.REGION, String.class),
                credentials.now(),
                clock.instant());
        return Map.of(USER_PROPERTY_NAME, user, PASSWORD_PROPERTY_NAME, token);
    }

    private String required(String property) {
        return config.getOptionalValue(property, String.class)
                .orElseThrow(() -> new ConfigurationException(
                        "user-service.database.iam-auth needs " + property + ", and it is not set"));
    }
}
