package io.userservice.aws;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import io.userservice.setting.Flag;
import jakarta.annotation.Priority;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * With {@code user-service.database.iam-auth} no datasource has a password, and each asks {@link IamLogin} instead. Also
 * names the variables that are missing then, for {@link IamConfig} to refuse. Thread-safe.
 */
@Priority(Priorities.APPLICATION)
public final class IamSettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    /** The name of the default datasource where it needs one. */
    static final String DEFAULT = "primary";

    static final String REGION = "AWS_REGION";
    static final String KEY = "AWS_ACCESS_KEY_ID";
    static final String SECRET = "AWS_SECRET_ACCESS_KEY";
    /** Where credentials are if they are not in these two: so it is in a function that starts from a snapshot. */
    static final String ADDRESS = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    private static final String IAM_AUTH = "user-service.database.iam-auth";

    private static final Pattern SETTING = Pattern.compile(
            "quarkus\\.datasource\\.(?:\"(primary-reads|replica-\\d)\"\\.)?(password|credentials-provider)");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (name.equals(IamConfig.MISSING)) {
            return Flag.value(
                    name,
                    Flag.isOn(context, IAM_AUTH)
                            ? missing(variable -> isSet(context.proceed(variable)))
                            : IamConfig.NOTHING);
        }
        Matcher setting = SETTING.matcher(name);
        if (!setting.matches() || !Flag.isOn(context, IAM_AUTH)) {
            return context.proceed(name);
        }
        String datasource = setting.group(1);
        return setting.group(2).equals("password") ? null : Flag.value(name, datasource == null ? DEFAULT : datasource);
    }

    private static String missing(Predicate<String> isSet) {
        Stream<String> needed = isSet.test(ADDRESS) ? Stream.of(REGION) : Stream.of(REGION, KEY, SECRET);
        String missing = needed.filter(isSet.negate()).collect(Collectors.joining(", "));
        return missing.isEmpty() ? IamConfig.NOTHING : missing;
    }

    private static boolean isSet(@Nullable ConfigValue value) {
        return value != null && value.getValue() != null && !value.getValue().isEmpty();
    }
}
