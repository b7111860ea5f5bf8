package io.userservice.replication.discovery;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the directory that is configured. Thread-safe. */
@ApplicationScoped
class Directories {

    private static final String SETTING = "user-service.replicas.discovery.host";

    /** The cluster's endpoint ("Amazon Aurora endpoint connections"); instances are beside it, without the "cluster-". */
    private static final Pattern CLUSTER =
            Pattern.compile("[^.]+\\.cluster-([^.:]+\\.[^.:]+\\.rds\\.amazonaws\\.com(?:\\.cn)?(?::\\d+)?)");

    private final Servers servers;

    Directories(Servers servers) {
        this.servers = servers;
    }

    /**
     * The directory of that kind.
     *
     * @throws ConfigurationException if it cannot be told where the replicas are
     */
    Directory of(DiscoveryConfig config) {
        Optional<String> host = config.host();
        return switch (config.kind()) {
            case STATIC -> throw new IllegalArgumentException("static replicas are not discovered");
            case DNS -> new DnsDirectory(Address.of(name(host)), InetAddress::getAllByName);
            case AURORA ->
                new QueriedDirectory(
                        QueriedDirectory.AURORA,
                        pattern(host.orElse(ofInstances(servers.primary().address()))),
                        this::inUse);
            case PRIMARY ->
                host.isEmpty()
                        ? new QueriedDirectory(QueriedDirectory.STANDBYS_BY_ADDRESS, "?", this::primary)
                        : new QueriedDirectory(QueriedDirectory.STANDBYS_BY_NAME, pattern(host.get()), this::primary);
        };
    }

    private List<Server> inUse() {
        return servers.all().filter(server -> server.status().isInUse()).toList();
    }

    private List<Server> primary() {
        return List.of(servers.primary());
    }

    private static String name(Optional<String> host) {
        return host.filter(name -> !name.contains("?"))
                .orElseThrow(() -> new ConfigurationException("With user-service.replicas.discovery=dns set " + SETTING
                        + " to the name that resolves to the replicas, such as replicas.example.com"));
    }

    private static String pattern(@Nullable String host) {
        if (host == null || !host.contains("?")) {
            throw new ConfigurationException("Set " + SETTING
                    + " to the address of a replica with a ? in the place of its name, such as"
                    + " ?.abc123.eu-central-1.rds.amazonaws.com");
        }
        return host;
    }

    /** After the address of an Aurora cluster; null of any other. */
    static @Nullable String ofInstances(String address) {
        Matcher cluster = CLUSTER.matcher(address);
        return cluster.matches() ? "?." + cluster.group(1) : null;
    }
}
