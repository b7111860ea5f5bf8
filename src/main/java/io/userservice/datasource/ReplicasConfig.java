package io.userservice.datasource;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithKeys;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Objects;
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
        boolean proxied();

        /** Nobody sets it: {@link UrlSettings} fills in what is to be said of the datasource's URL. */
        @WithConverter(UrlSettings.Verdict.class)
        @WithDefault(UrlSettings.FINE)
        String url();
    }

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
