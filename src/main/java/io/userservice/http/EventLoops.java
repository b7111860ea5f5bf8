package io.userservice.http;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Makes half as many event loops as there are processors, where Vert.x makes twice as many. Here they only take requests apart
 * and write answers, a third of the work; the rest is done on other threads, and the fewer there are the less often one
 * has to be woken. {@code quarkus.vertx.event-loops-pool-size}, wherever it is set, wins.
 */
public final class EventLoops implements ConfigSourceFactory {

    /** Below everything else that configures. */
    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        Map<String, String> defaults = Map.of("quarkus.vertx.event-loops-pool-size", Integer.toString(loops));
        return List.of(new PropertiesConfigSource(defaults, "event loops for the processors", ORDINAL));
    }
}
