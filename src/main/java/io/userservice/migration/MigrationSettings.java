package io.userservice.migration;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import io.userservice.setting.Flag;
import jakarta.annotation.Priority;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the migration to {@link Migration}: Quarkus' own ends the start when the primary does not answer, before any
 * setting is judged. With {@code user-service.migrate-only} no HTTP port is opened. Thread-safe.
 */
@Priority(Priorities.APPLICATION)
public final class MigrationSettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String QUARKUS = "quarkus.flyway.migrate-at-start";
    private static final String OURS = "user-service.migrate-at-start";

    /** What {@link MigrationConnections} asks for: Quarkus gives it to Flyway, which expands <code>${…}</code> in it. */
    static final String CONNECTIONS = "migration.connections.";

    private static final String FLYWAY = "quarkus.flyway.";
    private static final Set<String> CREDENTIALS = Set.of("username", "password");

    private static final Map<String, String> WHILE_MIGRATING =
            Map.of("quarkus.http.host-enabled", "false", "quarkus.management.host-enabled", "false");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (name.equals(QUARKUS)) {
            return Flag.value(name, "false");
        }
        if (name.equals(OURS)) {
            return Flag.value(name, Boolean.toString(Flag.isOn(context, QUARKUS)));
        }
        if (name.startsWith(FLYWAY)) {
            return CREDENTIALS.contains(name.substring(FLYWAY.length())) ? null : context.proceed(name);
        }
        if (name.startsWith(CONNECTIONS) && CREDENTIALS.contains(name.substring(CONNECTIONS.length()))) {
            return context.proceed(FLYWAY + name.substring(CONNECTIONS.length()));
        }
        String value = WHILE_MIGRATING.get(name);
        return value != null && Flag.isOn(context, "user-service.migrate-only")
                ? Flag.value(name, value)
                : context.proceed(name);
    }
}
