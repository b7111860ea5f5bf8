package io.userservice.setting;

import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.util.Locale;
import java.util.Set;

/** A setting that is on or off, for an interceptor of the configuration, which gets no converted values. Pure. */
public final class Flag {

    private static final Set<String> ON = Set.of("true", "1", "yes", "y", "on");

    private Flag() {}

    /** Whether the setting is on, in any of the words that Quarkus takes for that. */
    public static boolean isOn(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        return value != null && value.getValue() != null && isOn(value.getValue());
    }

    static boolean isOn(String word) {
        return ON.contains(word.strip().toLowerCase(Locale.ROOT));
    }

    /** A value that an interceptor gives in the place of any that is configured. */
    public static ConfigValue value(String name, String value) {
        return ConfigValue.builder().withName(name).withValue(value).build();
    }
}
