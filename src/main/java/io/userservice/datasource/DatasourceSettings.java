package io.userservice.datasource;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import io.userservice.setting.Flag;
import io.userservice.setting.Variable;
import jakarta.annotation.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Judges sizes of pools and times of the driver, and fills the verdict in where configuration is checked before anything starts,
 * see {@link PrimaryConfig#pools}: a pool complains at length, and the driver when it connects. Thread-safe.
 */
@Priority(Priorities.APPLICATION)
public final class DatasourceSettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String VERDICT = "user-service.primary.pools";

    private static final Pattern SETTING =
            Pattern.compile("(?:quarkus\\.datasource\\.(?:\"(?:primary-reads|" + ReplicaSlots.ONE
                    + ")\"\\.)?|each-server\\.|each-replica\\.)jdbc\\."
                    + "(?:(max-size|min-size|initial-size)|additional-jdbc-properties\\.(\\w+Timeout))");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!name.equals(VERDICT)) {
            return context.proceed(name);
        }
        List<String> names = new ArrayList<>();
        context.iterateNames().forEachRemaining(names::add);
        List<String> refusals = refusals(
                names,
                property -> Optional.ofNullable(context.proceed(property)).map(ConfigValue::getValue));
        return Flag.value(name, refusals.isEmpty() ? UrlSettings.FINE : String.join("; ", refusals));
    }

    /** What to write instead. Pure. */
    static List<String> refusals(Iterable<String> properties, Function<String, Optional<String>> values) {
        List<String> sorted = StreamSupport.stream(properties.spliterator(), false)
                .sorted(Comparator.comparing(DatasourceSettings::isInherited).thenComparing(Comparator.naturalOrder()))
                .toList();
        List<String> refusals = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (String property : sorted) {
            Matcher setting = SETTING.matcher(property);
            if (!setting.matches()) {
                continue;
            }
            String value = values.apply(property).orElse("");
            boolean isSize = setting.group(1) != null;
            boolean isFine =
                    property.endsWith("max-size") ? value.matches("[1-9][0-9]{0,4}") : value.matches("[0-9]{1,6}");
            if (!value.isEmpty() && !isFine && told.add(setting.group(isSize ? 1 : 2) + value)) {
                refusals.add(Variable.andProperty(property) + " is " + value + ": write a number "
                        + (isSize
                                ? "of connections, such as 20"
                                : "of " + (property.endsWith("sslResponseTimeout") ? "milliseconds" : "seconds")
                                        + " without a unit, such as 30"));
            }
        }
        return refusals;
    }

    /** What is set for one is that of others too, and told of once. */
    private static boolean isInherited(String property) {
        return property.contains("\"") || property.startsWith("each-replica.");
    }

    /** Takes {@link UrlSettings#FINE} only. */
    public static class Verdict implements Converter<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String convert(String verdict) {
            if (!verdict.equals(UrlSettings.FINE)) {
                throw new IllegalArgumentException("Connections cannot be made with that");
            }
            return verdict;
        }
    }
}
