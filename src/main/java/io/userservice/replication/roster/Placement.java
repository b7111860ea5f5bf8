package io.userservice.replication.roster;

import io.userservice.datasource.ReplicasConfig;
import java.util.Optional;

/**
 * Where a replica is and whom it serves. Immutable.
 *
 * @param zone such as an availability zone; empty if nobody has said
 * @param group of replicas that serve only those reads that name it; empty for one that serves all others
 * @param weight its share of the reads, in relation to the others'
 */
public record Placement(Optional<String> zone, String group, int weight) {

    /** Of a replica of which nobody has said anything. */
    public static final Placement USUAL = new Placement(Optional.empty(), "", 1);

    /** As it is set. */
    public static Placement of(ReplicasConfig.Replica settings) {
        return new Placement(settings.zone(), settings.group().orElse(""), settings.weight());
    }
}
