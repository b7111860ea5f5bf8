package io.userservice.replication;

import io.quarkus.agroal.runtime.AgroalDataSourceUtil;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** The servers that configuration names: the primary and the replicas that have a URL. Thread-safe; fixed at start. */
@ApplicationScoped
@Startup
public class Servers {

    /** The datasource that reads from the primary, over connections that cannot write. */
    private static final String PRIMARY_READS = "primary-reads";

    /** Quarkus fixes the names of datasources at build time; a slot without a URL costs nothing. */
    private static final List<String> SLOTS =
            IntStream.rangeClosed(1, 8).mapToObj(slot -> "replica-" + slot).toList();

    private final Server primary;
    private final List<Server> replicas;

    /** The primary's configuration is only asked for so that it is checked: Quarkus checks no mapping that is not used. */
    Servers(Config config, PrimaryConfig checked) {
        UnknownDatasource.refuse(
                config.getPropertyNames(), Stream.concat(Stream.of(PRIMARY_READS), SLOTS.stream()), SLOTS);
        this.primary = server(PRIMARY_READS, Server.PRIMARY).orElseThrow();
        this.replicas =
                SLOTS.stream().flatMap(slot -> server(slot, slot).stream()).toList();
    }

    /** The server that accepts writes. */
    public Server primary() {
        return primary;
    }

    /** The configured replicas in the order of their slots; empty when there is none. */
    public List<Server> replicas() {
        return replicas;
    }

    private static Optional<Server> server(String datasource, String name) {
        return AgroalDataSourceUtil.dataSourceIfActive(datasource).map(pool -> new Server(name, pool));
    }
}
