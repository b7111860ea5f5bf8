package io.userservice.routing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.Count;
import io.userservice.setting.OnOff;
import java.util.Optional;

/** Which replica answers a read, what happens when none can, and whether the client is told. */
@ConfigMapping(prefix = "user-service.routing")
public interface RoutingConfig {

    /** How a read picks a replica: {@code least-busy}, {@code random} or {@code round-robin}. */
    @WithDefault("least-busy")
    ReplicaSelection selection();

    /** Whether the primary answers a read that no replica can answer; if not, such a read gets 503. */
    @WithDefault("true")
    @WithConverter(OnOff.class)
    boolean fallback();

    /**
     * How many such reads may run on the primary at once, in each instance, so that writes keep working; further ones wait
     * for as long as for a connection, then get 503. Default: a quarter of the primary's pool, at least 1.
     */
    Optional<@WithConverter(Count.class) Integer> fallbackBudget();

    /** Whether answers carry {@code Served-By}, the server and the reason. On in dev mode and tests. */
    @WithDefault("false")
    @WithConverter(OnOff.class)
    boolean servedByHeader();
}
