package io.userservice.routing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which replica answers a read, and whether the client is told. */
@ConfigMapping(prefix = "user-service.routing")
interface RoutingConfig {

    /** How a read picks a replica: {@code least-busy}, {@code random} or {@code round-robin}. */
    @WithDefault("least-busy")
    Selection selection();

    /** Whether answers carry {@code Served-By}, the server and the reason. On in dev mode and tests. */
    @WithDefault("false")
    boolean servedByHeader();
}
