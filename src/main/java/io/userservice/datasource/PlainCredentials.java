package io.userservice.datasource;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Expressions;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes users and passwords as they are: a password that a machine made may contain what looks like an expression
 * ({@code p${w}3}) or a {@code \}. Expressions are only expanded in files with properties, where they are part of the
 * syntax; one that refers to a single other setting is that setting, as it is there. Thread-safe.
 */
@Priority(Priorities.APPLICATION - 2) // after ReplicaDefaults, which asks it for each-replica.password
public final class PlainCredentials implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final Pattern CREDENTIAL = Pattern.compile(
            "(?:quarkus\\.datasource\\.(?:\"(?:primary-reads|replica-\\d)\"\\.)?|quarkus\\.flyway\\.|each-(?:server|replica)\\.)"
                    + "(?:username|password)");

    /** {@code ${other}} or {@code ${other:}}, and nothing else. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([\\w.\"-]+):?\\}");

    /** More references in a row are a circle. */
    private static final int MOST = 5;

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        return CREDENTIAL.matcher(name).matches() ? plain(context, name, MOST) : context.proceed(name);
    }

    private static @Nullable ConfigValue plain(ConfigSourceInterceptorContext context, String name, int left) {
        ConfigValue written = Expressions.withoutExpansion(() -> context.proceed(name));
        if (written == null || written.getValue() == null || isPlain(written)) {
            return written;
        }
        Matcher reference = REFERENCE.matcher(written.getValue());
        if (left == 0 || !reference.matches()) {
            return context.proceed(name);
        }
        ConfigValue other = plain(context, reference.group(1), left - 1);
        // Without the other, the expression says whether that is an error.
        return other == null || other.getValue() == null ? context.proceed(name) : written.withValue(other.getValue());
    }

    /** Whether it comes from the environment, the command line, {@code .env}, or a file that holds nothing else. */
    private static boolean isPlain(ConfigValue value) {
        String source = String.valueOf(value.getConfigSourceName());
        return Stream.of("EnvConfigSource", "SysPropConfigSource", "FileSystemConfigSource", "DotEnvConfigSource")
                .anyMatch(source::startsWith);
    }
}
