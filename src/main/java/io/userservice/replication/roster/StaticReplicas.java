package io.userservice.replication.roster;

import io.quarkus.agroal.runtime.AgroalDataSourceUtil;
import io.userservice.datasource.ClusterProof;
import io.userservice.datasource.CutOffPool;
import io.userservice.datasource.ReplicaSlots;
import io.userservice.datasource.ReplicasConfig;
import io.userservice.replication.Server;
import io.userservice.replication.ServerStatus;
import java.time.Instant;
import java.util.Set;

/** The replicas that configuration gives a URL, in the order of their slots. */
public final class StaticReplicas {

    private StaticReplicas() {}

    /** All of them. Nothing connects to them yet. */
    public static Roster of(ReplicasConfig config, ClusterProof proof, Instant now) {
        return Roster.of(
                ReplicaSlots.NAMES.stream()
                        .flatMap(slot -> AgroalDataSourceUtil.dataSourceIfActive(slot)
                                .map(pool -> new CutOffPool(pool, proof.guard(slot)))
                                .map(reads -> replica(slot, reads, config.of(slot), now))
                                .stream())
                        .toList(),
                config.sharedGroups().orElse(Set.of()));
    }

    private static Server replica(String slot, CutOffPool reads, ReplicasConfig.Replica settings, Instant now) {
        return Server.replica(slot, reads, settings.proxied(), Placement.of(settings), ServerStatus.unknown(now));
    }
}
