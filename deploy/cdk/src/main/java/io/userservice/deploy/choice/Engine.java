package io.userservice.deploy.choice;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;
import software.amazon.awscdk.services.rds.PostgresEngineVersion;

/** What PostgreSQL runs on. The default version is the newest that this CDK knows; it is written here so that a new CDK upgrades nobody. */
public enum Engine {
    /** RDS for PostgreSQL: a primary and streaming read replicas. */
    RDS("18.3", PostgresEngineVersion.class),
    /** Aurora PostgreSQL: a writer and readers on one storage volume. */
    AURORA("17.9", AuroraPostgresEngineVersion.class);

    /** From 16 on, because the migration's roles need what that brought. */
    private static final Pattern CONSTANT = Pattern.compile("VER_(1[6-9]|[2-9]\\d)_(\\d+)");

    private final String version;
    private final Class<?> versions;

    Engine(String version, Class<?> versions) {
        this.version = version;
        this.versions = versions;
    }

    public String version() {
        return version;
    }

    /** The versions that this CDK knows and does not call deprecated, the oldest first. */
    public List<String> versions() {
        return Arrays.stream(versions.getFields())
                .filter(field -> !field.isAnnotationPresent(Deprecated.class))
                .map(field -> CONSTANT.matcher(field.getName()))
                .filter(Matcher::matches)
                .sorted(Comparator.comparingInt((Matcher name) -> Integer.parseInt(name.group(1)))
                        .thenComparingInt(name -> Integer.parseInt(name.group(2))))
                .map(name -> name.group(1) + "." + name.group(2))
                .toList();
    }

    /** @throws IllegalArgumentException names the versions that may be written */
    String checked(String chosen) {
        if (!versions().contains(chosen)) {
            throw new IllegalArgumentException("context engineVersion=%s: must be one of %s with engine=%s"
                    .formatted(chosen, versions(), name().toLowerCase(Locale.ROOT)));
        }
        return chosen;
    }

    /** CDK's constant for one of {@link #versions}, which has with it what the engine can do. */
    public <V> V constant(String chosen, Class<V> type) {
        try {
            Field constant = versions.getField("VER_" + chosen.replace('.', '_'));
            return type.cast(constant.get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(chosen + " was checked, and is no version of " + this, e);
        }
    }
}
