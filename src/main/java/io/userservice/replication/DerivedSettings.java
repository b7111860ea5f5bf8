package io.userservice.replication;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a setting of ours means for the many of Quarkus' datasources.
 *
 * <p>What only migrates listens to nobody. With tokens of IAM no datasource has a password. Behind a proxy a connection sets nothing. RDS Proxy
 * would keep a server connection for whoever has run a {@code SET}, and refuses the startup option {@code options};
 * statements that the driver prepares by name would be known to one of several servers only. Thread-safe.
 */
@Priority(Priorities.APPLICATION)
public final class DerivedSettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    /** What the primary's first datasource is called where it must have a name. */
    static final String DEFAULT = "primary";

    /** Of the primary's two datasources, or one of the replicas'. */
    private static final Pattern SETTING = Pattern.compile(
            "quarkus\\.datasource\\.(?:\"(primary-reads|replica-\\d)\"\\.)?(password|credentials-provider|"
                    + "jdbc\\.(?:new-connection-sql|additional-jdbc-properties\\.(?:options|prepareThreshold)))");

    /** What nobody is to call while it migrates, nor {@link MigrateOnly} to find done. */
    private static final Set<String> OFF_TO_MIGRATE =
            Set.of("quarkus.http.host-enabled", "quarkus.management.host-enabled", "quarkus.flyway.migrate-at-start");

    /** Hibernate has nothing to do then, and would fail at length where {@link MigrateOnly} fails in one line. */
    private static final String START_OFFLINE = "quarkus.hibernate-orm.database.start-offline";

    private static final String MIGRATE_ONLY = "user-service.migrate-only";
    private static final String IAM_AUTH = "user-service.database.iam-auth";
    private static final String PREPARE_THRESHOLD = "prepareThreshold";
    private static final Set<String> TRUE = Set.of("true", "1", "yes", "y", "on");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (OFF_TO_MIGRATE.contains(name) && isTrue(context, MIGRATE_ONLY)) {
            return value(name, "false");
        }
        if (name.equals(START_OFFLINE) && isTrue(context, MIGRATE_ONLY)) {
            return value(name, "true");
        }
        if (name.equals(IamEnvironment.MISSING)) {
            return value(
                    name,
                    isTrue(context, IAM_AUTH)
                            ? IamEnvironment.missing(variable -> isSet(context.proceed(variable)))
                            : IamEnvironment.NOTHING);
        }
        Matcher setting = SETTING.matcher(name);
        if (!setting.matches()) {
            return context.proceed(name);
        }
        String datasource = setting.group(1);
        return switch (setting.group(2)) {
            case "password" -> isTrue(context, IAM_AUTH) ? null : context.proceed(name);
            case "credentials-provider" ->
                isTrue(context, IAM_AUTH)
                        ? value(name, datasource == null ? DEFAULT : datasource)
                        : context.proceed(name);
            default -> {
                if (!isProxied(context, datasource)) {
                    yield context.proceed(name);
                }
                yield name.endsWith(PREPARE_THRESHOLD) ? value(name, "0") : null;
            }
        };
    }

    private static boolean isSet(@Nullable ConfigValue value) {
        return value != null && value.getValue() != null && !value.getValue().isEmpty();
    }

    private static ConfigValue value(String name, String value) {
        return ConfigValue.builder().withName(name).withValue(value).build();
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new LinkedHashSet<>();
        for (Iterator<String> all = context.iterateNames(); all.hasNext(); ) {
            String name = all.next();
            Matcher setting = SETTING.matcher(name);
            if (setting.matches() && setting.group(2).startsWith("jdbc.") && isProxied(context, setting.group(1))) {
                continue;
            }
            names.add(name);
            if (name.endsWith(".socketTimeout")) {
                String threshold = name.replace("socketTimeout", PREPARE_THRESHOLD);
                Matcher added = SETTING.matcher(threshold);
                if (added.matches() && isProxied(context, added.group(1))) {
                    names.add(threshold);
                }
            }
        }
        return names.iterator();
    }

    private static boolean isProxied(ConfigSourceInterceptorContext context, @Nullable String datasource) {
        return isTrue(
                context,
                datasource == null || !datasource.startsWith("replica-")
                        ? "user-service.primary.proxy"
                        : "user-service.replicas.\"" + datasource + "\".load-balanced");
    }

    private static boolean isTrue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        return value != null
                && value.getValue() != null
                && TRUE.contains(value.getValue().toLowerCase(Locale.ROOT));
    }
}
