package io.userservice.datasource.proxy;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import io.userservice.setting.Flag;
import jakarta.annotation.Priority;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connections to a proxied server set nothing ({@code user-service.primary.proxy}, {@code load-balanced}).
 *
 * <p>RDS Proxy keeps a server connection for whoever has run a {@code SET}, and refuses the startup option
 * {@code options}. A statement that the driver prepares by name would be known to only one of several servers.
 * Thread-safe.
 */
@Priority(Priorities.APPLICATION)
public final class ProxySettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String PREPARE_THRESHOLD = "prepareThreshold";

    /** Of the primary's two datasources, or one of the replicas'. */
    private static final Pattern SETTING =
            Pattern.compile("quarkus\\.datasource\\.(?:\"(primary-reads|replica-\\d)\"\\.)?"
                    + "jdbc\\.(?:new-connection-sql|additional-jdbc-properties\\.(?:options|" + PREPARE_THRESHOLD
                    + "))");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!isOfProxied(context, name)) {
            return context.proceed(name);
        }
        return name.endsWith(PREPARE_THRESHOLD) ? Flag.value(name, "0") : null;
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new LinkedHashSet<>();
        for (Iterator<String> all = context.iterateNames(); all.hasNext(); ) {
            String name = all.next();
            if (isOfProxied(context, name)) {
                continue;
            }
            names.add(name);
            String threshold = name.replace("socketTimeout", PREPARE_THRESHOLD);
            if (name.endsWith(".socketTimeout") && isOfProxied(context, threshold)) {
                names.add(threshold);
            }
        }
        return names.iterator();
    }

    private static boolean isOfProxied(ConfigSourceInterceptorContext context, String name) {
        Matcher setting = SETTING.matcher(name);
        if (!setting.matches()) {
            return false;
        }
        String datasource = setting.group(1);
        return Flag.isOn(
                context,
                datasource == null || !datasource.startsWith("replica-")
                        ? "user-service.primary.proxy"
                        : "user-service.replicas.\"" + datasource + "\".load-balanced");
    }
}
