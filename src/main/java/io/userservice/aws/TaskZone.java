package io.userservice.aws;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import io.userservice.setting.Flag;
import jakarta.annotation.Priority;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * On ECS the default of {@code user-service.zone} is the availability zone of the task. If its metadata cannot be had, there
 * is none, and all replicas are alike. Thread-safe.
 *
 * <p>Source: Amazon ECS Developer Guide, "Task metadata endpoint version 4", the path {@code /task}.
 */
@Priority(Priorities.APPLICATION)
public final class TaskZone implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String ZONE = "user-service.zone";
    private static final String METADATA = "ECS_CONTAINER_METADATA_URI_V4";
    private static final Pattern OF_TASK = Pattern.compile("\"AvailabilityZone\"\\s*:\\s*\"([a-z0-9-]+)\"");
    private static final int TIMEOUT_MILLIS = 1000;

    private @Nullable String asked;
    private @Nullable String found;

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (!name.equals(ZONE) || (value != null && value.getValue() != null)) {
            return value;
        }
        ConfigValue metadata = context.proceed(METADATA);
        String zone = metadata == null || metadata.getValue() == null ? null : zone(metadata.getValue());
        return zone == null ? value : Flag.value(name, zone);
    }

    /** Asks once: configuration is read several times. */
    private synchronized @Nullable String zone(String metadata) {
        if (!metadata.equals(asked)) {
            asked = metadata;
            found = ask(metadata);
        }
        return found;
    }

    private static @Nullable String ask(String metadata) {
        try {
            URLConnection connection = URI.create(metadata + "/task").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try (InputStream answer = connection.getInputStream()) {
                Matcher zone = OF_TASK.matcher(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
                return zone.find() ? zone.group(1) : null;
            }
        } catch (IOException | IllegalArgumentException e) {
            return null; // Reads that leave the zone cost more, and that is all.
        }
    }
}
