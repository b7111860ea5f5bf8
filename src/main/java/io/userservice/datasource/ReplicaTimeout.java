package io.userservice.datasource;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives a replica that has a {@code statement-timeout} of its own the connections for it: the server ends its statements
 * then, and we wait for its answers for a little longer than that. Thread-safe.
 */
@Priority(Priorities.APPLICATION - 1) // after ProxySettings, which may want none of it, before ReplicaDefaults
public final class ReplicaTimeout implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final Pattern SETTING = Pattern.compile("quarkus\\.datasource\\.\"(" + ReplicaSlots.ONE
            + ")\"\\.jdbc\\.additional-jdbc-properties\\.(options|socketTimeout)");

    private static final Pattern LIMIT = Pattern.compile("([0-9]{1,7})(ms|s|min|)");

    /** An answer is on its way for no longer than that after the server has ended the statement. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        Matcher setting = SETTING.matcher(name);
        if (value == null || value.getValue() == null || !setting.matches()) {
            return value;
        }
        ConfigValue timeout = context.proceed("user-service.replicas.\"" + setting.group(1) + "\".statement-timeout");
        if (timeout == null || timeout.getValue() == null) {
            return value;
        }
        Matcher limit = LIMIT.matcher(timeout.getValue());
        if (!limit.matches()) {
            return value; // StatementTimeout.Limit refuses it, with a message.
        }
        // Of two options of one name PostgreSQL takes the second.
        return value.withValue(
                setting.group(2).equals("options")
                        ? value.getValue() + " -c statement_timeout=" + timeout.getValue()
                        : Long.toString(socketTimeout(limit)));
    }

    /** In seconds; 0 is none. */
    private static long socketTimeout(Matcher limit) {
        long number = Long.parseLong(limit.group(1));
        Duration time = switch (limit.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "min" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
        return time.isZero() ? 0 : time.plus(ON_ITS_WAY).plusMillis(999).toSeconds();
    }
}
