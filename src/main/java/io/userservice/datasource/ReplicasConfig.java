package io.userservice.datasource;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithKeys;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import io.userservice.setting.GroupName;
import io.userservice.setting.OnOff;
import io.userservice.setting.Weight;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The settings of each replica beyond those of its datasource, by the name of its slot. */
@ConfigMapping(prefix = "user-service.replicas")
public interface ReplicasConfig {

    @WithParentName
    @WithKeys(Slots.class)
    Map<String, Replica> slots();

    /** One of them. */
    interface Replica {

        /**
         * Whether the replica is proxied: its URL leads to several servers, to another one with each connection or
         * transaction (the read-only endpoint of RDS Proxy, a TCP load balancer). Then each read finds out what its own
         * server has.
         */
        @WithName("load-balanced")
        @WithDefault("false")
        @WithConverter(OnOff.class)
        boolean proxied();

        /**
         * The zone that the replica is in, such as {@code eu-central-1a}. Reads stay in {@code user-service.zone} as long as a
         * replica there can take them.
         */
        Optional<String> zone();

        /**
         * A name for a group of replicas, such as {@code reporting}: these serve only reads that name it,
         * {@code @ReadReplica("reporting")}.
         */
        Optional<@WithConverter(GroupName.class) String> group();

        /** Its share of the reads, in relation to the others': a server of twice the size gets 2 where they have 1. */
        @WithDefault("1")
        @WithConverter(Weight.class)
        int weight();

        /** How long a statement may take on this replica, where that differs from the others: {@code 60s}, say, for reports. */
        Optional<@WithConverter(StatementTimeout.Limit.class) String> statementTimeout();

        /** Nobody sets it: {@link UrlSettings} fills in what is to be said of the datasource's URL. */
        @WithConverter(UrlSettings.Verdict.class)
        @WithDefault(UrlSettings.FINE)
        String url();
    }

    /** Groups whose replicas serve ordinary reads too. */
    Optional<Set<@WithConverter(GroupName.class) String>> sharedGroups();

    /** The settings of the replica in that slot. */
    default Replica of(String slot) {
        return Objects.requireNonNull(slots().get(quoted(slot)));
    }

    private static String quoted(String slot) {
        return '"' + slot + '"';
    }

    /**
     * Listed here because an environment variable does not tell which characters its underscores stand for. Quoted, as the
     * names of datasources have to be.
     */
    class Slots implements Supplier<Iterable<String>> {

        @Override
        public Iterable<String> get() {
            return ReplicaSlots.NAMES.stream().map(ReplicasConfig::quoted).toList();
        }
    }
}
