package io.userservice.replication.roster;

import io.userservice.replication.Server;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which replicas there are, and which of them serve whom. Immutable. */
public final class Roster {

    private final List<Server> replicas;
    private final Set<String> shared;

    /** By the name of the group; those for reads that name none under the empty one. */
    private final Map<String, List<Server>> serving;

    private Roster(List<Server> replicas, Set<String> shared) {
        this.replicas = List.copyOf(replicas);
        this.shared = Set.copyOf(shared);
        this.serving = new LinkedHashMap<>();
        serving.put(
                "", replicas.stream().filter(each -> servesAll(each, shared)).toList());
        for (Server replica : replicas) {
            String group = replica.placement().group();
            if (!group.isEmpty()) {
                serving.computeIfAbsent(group, first -> new ArrayList<>()).add(replica);
            }
        }
    }

    /**
     * Of these replicas, in this order.
     *
     * @param shared groups whose replicas serve ordinary reads too
     */
    public static Roster of(List<Server> replicas, Set<String> shared) {
        return new Roster(replicas, shared);
    }

    private static boolean servesAll(Server replica, Set<String> shared) {
        String group = replica.placement().group();
        return group.isEmpty() || shared.contains(group);
    }

    /** All of them, those of groups too. */
    public List<Server> replicas() {
        return replicas;
    }

    /** Those that serve the reads that name this group; with an empty name, those that name none. */
    public List<Server> serving(String group) {
        return serving.getOrDefault(group, List.of());
    }

    /** The replica of that name, if there is one. */
    public @Nullable Server named(String name) {
        for (Server replica : replicas) {
            if (replica.name().equals(name)) {
                return replica;
            }
        }
        return null;
    }

    /** The replica of that name, or {@link IllegalArgumentException} that says which there are. */
    public Server replica(String name) {
        Server replica = named(name);
        if (replica == null) {
            throw new IllegalArgumentException("@ReadReplica(\"" + name + "\"): no such replica is configured. Set"
                    + " quarkus.datasource.\"" + name + "\".jdbc.url, or name one of: "
                    + replicas.stream().map(Server::name).collect(Collectors.joining(", ")));
        }
        return replica;
    }

    /** These, and one more at the end. */
    public Roster with(Server replica) {
        return new Roster(Stream.concat(replicas.stream(), Stream.of(replica)).toList(), shared);
    }

    /** These without that one. */
    public Roster without(Server replica) {
        return new Roster(replicas.stream().filter(each -> each != replica).toList(), shared);
    }
}
