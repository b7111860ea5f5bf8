package io.userservice.replication.discovery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import io.userservice.setting.Time;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** Where replicas beyond the configured ones are found. */
@ConfigMapping(prefix = "user-service.replicas.discovery")
public interface DiscoveryConfig {

    /** Who knows which replicas there are. */
    enum Kind {
        /** Configuration alone. */
        STATIC,
        /** A name that resolves to the address of each: a headless service of Kubernetes, Cloud Map, Patroni's replicas. */
        DNS,
        /** Aurora's {@code aurora_replica_status()}: its readers, also those that its autoscaling adds. */
        AURORA,
        /** The primary's {@code pg_stat_replication}: who streams from it. */
        PRIMARY
    }

    /** {@code static}, {@code dns}, {@code aurora} or {@code primary}. */
    @WithParentName
    @WithDefault("static")
    Kind kind();

    /**
     * For {@code dns} the name, with or without a port. For the others the address of each replica, with a {@code ?} for what
     * they call it, such as {@code ?.abc123.eu-central-1.rds.amazonaws.com}. Default: for {@code aurora} after the primary's
     * URL, if that names the cluster's endpoint; for {@code primary} the address that the primary sees.
     */
    Optional<@WithConverter(Host.class) String> host();

    /** How often they are asked. */
    @WithDefault("5s")
    @WithConverter(Time.Positive.class)
    Duration interval();

    /** Takes a host, with or without a port. Thread-safe. */
    class Host implements Converter<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String convert(String host) {
            if (!host.matches("[A-Za-z0-9_.?-]+(:([1-9][0-9]{0,4}|\\?))?")) {
                throw new IllegalArgumentException(
                        "must be a name such as replicas.example.com, replicas.example.com:5433 or"
                                + " ?.abc123.eu-central-1.rds.amazonaws.com, and not " + host);
            }
            return host;
        }
    }
}
