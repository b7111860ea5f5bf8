package io.userservice.datasource;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import io.userservice.setting.Flag;
import jakarta.annotation.Priority;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** With {@code user-service.migrate-only} no HTTP port is opened, and only {@link MigrateOnly} migrates. Thread-safe. */
@Priority(Priorities.APPLICATION)
public final class MigrateOnlySettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final Map<String, String> WHILE_MIGRATING = Map.of(
            "quarkus.http.host-enabled", "false",
            "quarkus.management.host-enabled", "false",
            "quarkus.flyway.migrate-at-start", "false",
            // Hibernate has nothing to do then, and would fail at length where MigrateOnly fails in one line.
            "quarkus.hibernate-orm.database.start-offline", "true");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        String value = WHILE_MIGRATING.get(name);
        return value != null && Flag.isOn(context, "user-service.migrate-only")
                ? Flag.value(name, value)
                : context.proceed(name);
    }
}
