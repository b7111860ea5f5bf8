package io.userservice.datasource;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code each-replica.…} the default of {@code quarkus.datasource."replica-1".…} and all other slots, and {@code
 * each-server.…} that of these and of the primary's two datasources. What is set for one datasource wins, then what is set
 * for the replicas, unless the other comes from a source of a higher ordinal. Only for settings that Quarkus reads at run
 * time. Thread-safe.
 */
@Priority(Priorities.APPLICATION - 2) // after the other interceptors, which have the last word
public final class ReplicaDefaults implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String PREFIX = "quarkus.datasource.";
    private static final String EACH_SERVER = "each-server.";
    private static final String EACH_REPLICA = "each-replica.";

    /** The name of a datasource, which the primary's first one has not, and of the setting. */
    private static final Pattern OF_ONE =
            Pattern.compile("quarkus\\.datasource\\.(?:\"(primary-reads|" + ReplicaSlots.ONE + ")\"\\.)?([^\"]+)");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue own = context.proceed(name);
        Matcher one = OF_ONE.matcher(name);
        if (!one.matches()) {
            return own;
        }
        String datasource = one.group(1);
        String setting = one.group(2);
        ConfigValue each = context.proceed(EACH_SERVER + setting);
        if (datasource != null && ReplicaSlots.NAMES.contains(datasource)) {
            each = higher(context.proceed(EACH_REPLICA + setting), each);
        }
        return higher(own, each == null ? null : each.withName(name));
    }

    /** The first one, unless the second comes from a source of a higher ordinal. */
    private static @Nullable ConfigValue higher(@Nullable ConfigValue first, @Nullable ConfigValue second) {
        return second == null || (first != null && first.getConfigSourceOrdinal() >= second.getConfigSourceOrdinal())
                ? first
                : second;
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new LinkedHashSet<>();
        for (Iterator<String> all = context.iterateNames(); all.hasNext(); ) {
            String name = all.next();
            names.add(name);
            if (name.startsWith(EACH_SERVER)) {
                String setting = name.substring(EACH_SERVER.length());
                names.add(PREFIX + setting);
                names.add(named(ReplicaSlots.PRIMARY_READS, setting));
                ReplicaSlots.NAMES.forEach(slot -> names.add(named(slot, setting)));
            } else if (name.startsWith(EACH_REPLICA)) {
                String setting = name.substring(EACH_REPLICA.length());
                ReplicaSlots.NAMES.forEach(slot -> names.add(named(slot, setting)));
            }
        }
        return names.iterator();
    }

    private static String named(String datasource, String setting) {
        return PREFIX + '"' + datasource + "\"." + setting;
    }
}
