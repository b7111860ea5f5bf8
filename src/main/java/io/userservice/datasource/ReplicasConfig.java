package io.userservice.datasource;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithKeys;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** What is said of each replica beyond its datasource, by the name of its slot. */
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
        boolean proxied();
    }

    /** What is said of the replica in that slot. */
    default Replica of(String slot) {
        return Objects.requireNonNull(slots().get(quoted(slot)));
    }

    private static String quoted(String slot) {
        return '"' + slot + '"';
    }

    /**
     * Named here, or an environment variable would not tell which {@code _} of it is which character. Quoted, as the
     * datasources' names have to be.
     */
    class Slots implements Supplier<Iterable<String>> {

        @Override
        public Iterable<String> get() {
            return ReplicaSlots.NAMES.stream().map(ReplicasConfig::quoted).toList();
        }
    }
}
