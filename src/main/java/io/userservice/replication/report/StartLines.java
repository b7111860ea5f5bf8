package io.userservice.replication.report;

import io.userservice.datasource.ConnectionLimit;
import io.userservice.replication.Server;
import io.userservice.replication.ServerState;
import io.userservice.replication.roster.Placement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is told of the servers at the start. Immutable and pure.
 *
 * @param servers the primary first
 */
record StartLines(List<Seen> servers) {

    /**
     * One server.
     *
     * @param proxied whether it may be several, so that what one of them says is not true of all
     * @param maxConnections how many this instance may open to it
     * @param facts what it said; null if it did not answer
     */
    record Seen(
            String name,
            String address,
            ServerState state,
            Placement placement,
            boolean proxied,
            int maxConnections,
            @Nullable ServerFacts facts) {

        private boolean isPrimary() {
            return name.equals(Server.PRIMARY);
        }

        private String line() {
            StringBuilder line = new StringBuilder("server-at-start server=" + name + " at=" + address + " role="
                    + (isPrimary() ? "primary" : "replica") + " version="
                    + (facts == null ? "unknown" : facts.version())
                    + " state=" + state);
            placement.zone().ifPresent(zone -> line.append(" zone=").append(zone));
            if (!placement.group().isEmpty()) {
                line.append(" group=").append(placement.group());
            }
            return line.append(proxied ? " several-servers" : "").toString();
        }
    }

    /** A line for each server, and one if there are no replicas. */
    List<String> inform() {
        Stream<String> each = servers.stream().map(Seen::line);
        return Stream.concat(
                        each,
                        servers.stream().allMatch(Seen::isPrimary)
                                ? Stream.of(
                                        "no-replica: no replica is configured, so the primary answers all reads; set"
                                                + " QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL to have one")
                                : Stream.empty())
                .toList();
    }

    /** What somebody should look at. */
    List<String> warn(int instances) {
        Stream<String> connections = single().flatMap(server -> new ConnectionLimit(
                        server.name(),
                        instances,
                        server.maxConnections(),
                        facts(server).connections())
                .warning().stream());
        return Stream.of(sameServers(), usersWithoutMonitor(), connections)
                .flatMap(lines -> lines)
                .toList();
    }

    private Stream<String> sameServers() {
        Map<String, List<String>> names = single().collect(Collectors.groupingBy(
                server -> facts(server).process(),
                LinkedHashMap::new,
                Collectors.mapping(Seen::name, Collectors.toList())));
        return names.values().stream()
                .filter(same -> same.size() > 1)
                .map(
                        same -> "same-server servers=" + String.join(",", same)
                                + ": these names lead to one server. Give each the URL of a server of its own, or leave it out");
    }

    private Stream<String> usersWithoutMonitor() {
        Map<String, List<String>> names = servers.stream()
                .filter(server -> server.facts() != null && !facts(server).monitors())
                .collect(Collectors.groupingBy(
                        server -> facts(server).user(),
                        LinkedHashMap::new,
                        Collectors.mapping(Seen::name, Collectors.toList())));
        return names.entrySet().stream()
                .map(each -> "no-pg-monitor user=" + each.getKey() + " servers=" + String.join(",", each.getValue())
                        + ": after a failover the service learns late that a standby follows the new primary, and it does not see"
                        + " commits of other users that wait for synchronous standbys. Run: grant pg_monitor to "
                        + each.getKey());
    }

    private Stream<Seen> single() {
        return servers.stream().filter(server -> server.facts() != null && !server.proxied());
    }

    private static ServerFacts facts(Seen server) {
        return Objects.requireNonNull(server.facts());
    }
}
