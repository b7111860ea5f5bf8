package io.userservice.replication.discovery;

import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the directory that is configured. Thread-safe. */
@ApplicationScoped
class Directories {

    private static final String SETTING = "USER_SERVICE_REPLICAS_DISCOVERY_HOST (user-service.replicas.discovery.host)";

    private static final String WRITE_PATTERN =
            "Set " + SETTING + " to the address of a replica with a ? in the place of its name, such as"
                    + " ?.abc123.eu-central-1.rds.amazonaws.com";

    /** The cluster's endpoint ("Amazon Aurora endpoint connections"); instances are beside it, without the "cluster-". */
    private static final Pattern CLUSTER =
            Pattern.compile("[^.]+\\.cluster-([^.:]+\\.[^.:]+\\.rds\\.amazonaws\\.com(?:\\.cn)?(?::\\d+)?)");

    private final Servers servers;

    Directories(Servers servers) {
        this.servers = servers;
    }

    /** What to write if the settings do not tell where the replicas are. */
    Optional<String> refusal(DiscoveryConfig config) {
        return switch (config.kind()) {
            case STATIC -> Optional.empty();
            case DNS ->
                config.host().isPresent() && !isPattern(config.host().get())
                        ? Optional.empty()
                        : Optional.of("With USER_SERVICE_REPLICAS_DISCOVERY=dns set " + SETTING
                                + " to the name that resolves to the replicas, such as replicas.example.com");
            case AURORA -> isPattern(ofAurora(config)) ? Optional.empty() : Optional.of(WRITE_PATTERN);
            case PRIMARY ->
                config.host().isEmpty() || isPattern(config.host().get())
                        ? Optional.empty()
                        : Optional.of(WRITE_PATTERN);
        };
    }

    /** The directory of that kind, if there is no {@link #refusal}. */
    Directory of(DiscoveryConfig config) {
        Optional<String> host = config.host();
        return switch (config.kind()) {
            case STATIC -> throw new IllegalArgumentException("static replicas are not discovered");
            case DNS -> new DnsDirectory(Address.of(host.orElseThrow()), InetAddress::getAllByName);
            case AURORA ->
                new QueriedDirectory(QueriedDirectory.AURORA, Objects.requireNonNull(ofAurora(config)), this::inUse);
            case PRIMARY ->
                host.isEmpty()
                        ? new QueriedDirectory(QueriedDirectory.STANDBYS_BY_ADDRESS, "?", this::primary)
                        : new QueriedDirectory(QueriedDirectory.STANDBYS_BY_NAME, host.get(), this::primary);
        };
    }

    private List<Server> inUse() {
        return servers.all().filter(server -> server.status().isInUse()).toList();
    }

    private List<Server> primary() {
        return List.of(servers.primary());
    }

    private @Nullable String ofAurora(DiscoveryConfig config) {
        return config.host().orElse(ofInstances(servers.primary().address()));
    }

    private static boolean isPattern(@Nullable String host) {
        return host != null && host.contains("?");
    }

    /** After the address of an Aurora cluster; null of any other. */
    static @Nullable String ofInstances(String address) {
        Matcher cluster = CLUSTER.matcher(address);
        return cluster.matches() ? "?." + cluster.group(1) : null;
    }
}
