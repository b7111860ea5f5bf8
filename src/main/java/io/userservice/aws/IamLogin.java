package io.userservice.aws;

import io.quarkus.arc.Unremovable;
import io.quarkus.credentials.CredentialsProvider;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.setting.Variable;
import io.userservice.start.Refusals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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

    private static final String IAM_AUTH = Variable.andProperty("user-service.database.iam-auth");

    private final Config config;
    private final IamConfig iam;
    private final IamCredentials credentials;
    private final InstantSource clock;

    IamLogin(Config config, IamConfig iam, IamCredentials credentials, InstantSource clock) {
        this.config = config;
        this.iam = iam;
        this.credentials = credentials;
        this.clock = clock;
    }

    void judge(@Observes Refusals refusals, Servers servers) {
        if (iam.iamAuth()) {
            servers.all().map(Server::name).forEach(datasource -> {
                try {
                    login(datasource);
                } catch (IllegalArgumentException e) {
                    refusals.add(String.valueOf(e.getMessage()));
                }
            });
        }
    }

    /** Who logs in where. */
    private record Login(String host, int port, String user) {}

    /**
     * The user of a datasource and a token for where its URL leads.
     *
     * @param datasource its name, or {@link IamSettings#DEFAULT}
     * @throws IllegalStateException see {@link IamCredentials#now}
     */
    @Override
    public Map<String, String> getCredentials(String datasource) {
        Login login = login(datasource);
        String token = IamToken.of(
                login.host(),
                login.port(),
                login.user(),
                config.getValue(IamSettings.REGION, String.class),
                credentials.now(),
                clock.instant());
        return Map.of(USER_PROPERTY_NAME, login.user(), PASSWORD_PROPERTY_NAME, token);
    }

    /** Of a datasource, or {@link IllegalArgumentException} with what to write. */
    private Login login(String datasource) {
        String prefix =
                "quarkus.datasource." + (datasource.equals(IamSettings.DEFAULT) ? "" : "\"" + datasource + "\".");
        Properties server = Driver.parseURL(required(prefix + "jdbc.url"), null);
        String host = server == null ? "" : server.getProperty(PGProperty.PG_HOST.getName(), "");
        if (server == null || host.isEmpty() || host.contains(",")) {
            throw new IllegalArgumentException(
                    IAM_AUTH + " needs one host in " + Variable.andProperty(prefix + "jdbc.url"));
        }
        return new Login(
                host,
                Integer.parseInt(server.getProperty(PGProperty.PG_PORT.getName())),
                required(prefix + "username"));
    }

    private String required(String property) {
        return config.getOptionalValue(property, String.class)
                .orElseThrow(() -> new IllegalArgumentException(
                        IAM_AUTH + " needs a user: set " + Variable.andProperty(property)));
    }
}
