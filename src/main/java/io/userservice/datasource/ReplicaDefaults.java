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
 * Makes {@code each-replica.…} the default of {@code quarkus.datasource."replica-1".…} and all other slots. What is set for
 * one slot wins, unless {@code each-replica.…} comes from a source of a higher ordinal. Only for settings that Quarkus reads
 * at run time. Thread-safe.
 */
@Priority(Priorities.APPLICATION - 1) // after the other interceptors, which have the last word
public final class ReplicaDefaults implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String EACH = "each-replica.";
    private static final Pattern OF_ONE = Pattern.compile("quarkus\\.datasource\\.\"replica-[1-8]\"\\.(.+)");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue own = context.proceed(name);
        Matcher one = OF_ONE.matcher(name);
        ConfigValue each = one.matches() ? context.proceed(EACH + one.group(1)) : null;
        return each == null || (own != null && own.getConfigSourceOrdinal() >= each.getConfigSourceOrdinal())
                ? own
                : each.withName(name);
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new LinkedHashSet<>();
        for (Iterator<String> all = context.iterateNames(); all.hasNext(); ) {
            String name = all.next();
            names.add(name);
            if (name.startsWith(EACH)) {
                String setting = name.substring(EACH.length());
                ReplicaSlots.NAMES.forEach(slot -> names.add("quarkus.datasource.\"" + slot + "\"." + setting));
            }
        }
        return names.iterator();
    }
}
