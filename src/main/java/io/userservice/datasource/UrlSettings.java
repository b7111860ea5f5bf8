package io.userservice.datasource;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import io.userservice.setting.Flag;
import jakarta.annotation.Priority;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Judges the URL of every server, and fills the verdict in where configuration is checked before anything starts:
 * {@code user-service.primary.url} and {@code user-service.replicas."replica-1".url}. Not the URL itself, which a message
 * would quote with the password that may be in it. Thread-safe.
 */
@Priority(Priorities.APPLICATION)
public final class UrlSettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    static final String FINE = "fine";
    static final String MISSING = "none";

    private static final Pattern VERDICT =
            Pattern.compile("user-service\\.(?:primary|replicas\\.(\"" + ReplicaSlots.ONE + "\"))\\.url");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        Matcher verdict = VERDICT.matcher(name);
        if (!verdict.matches()) {
            return context.proceed(name);
        }
        String slot = verdict.group(1);
        String setting = "quarkus.datasource." + (slot == null ? "" : slot + ".") + "jdbc.url";
        ConfigValue url = context.proceed(setting);
        if (url == null || url.getValue() == null || url.getValue().isBlank()) {
            return Flag.value(name, slot == null ? MISSING : FINE);
        }
        String instead = ServerUrl.instead(url.getValue());
        return Flag.value(name, instead == null ? FINE : "for " + setting + " write " + instead);
    }

    /** Takes {@link #FINE} only. */
    public static class Verdict implements Converter<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String convert(String verdict) {
            if (verdict.equals(MISSING)) {
                throw new IllegalArgumentException("There is no primary. Set quarkus.datasource.jdbc.url, for instance"
                        + " QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://db.example.com/users, and with it"
                        + " QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD");
            }
            if (!verdict.equals(FINE)) {
                throw new IllegalArgumentException("The URL of a server must be like"
                        + " jdbc:postgresql://db.example.com/users: " + verdict
                        + "; what is not in that is set beside it, as username and password");
            }
            return verdict;
        }
    }
}
