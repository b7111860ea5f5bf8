package io.userservice.setting;

import io.smallrye.config.common.utils.StringUtil;
import java.util.Locale;

/** How a property is spelt as an environment variable (MicroProfile Config, section 5.3.1). Pure. */
public final class Variable {

    private Variable() {}

    /** {@code QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL} for {@code quarkus.datasource."replica-1".jdbc.url}. */
    public static String of(String property) {
        return StringUtil.replaceNonAlphanumericByUnderscores(property).toUpperCase(Locale.ROOT);
    }

    /** That, and the property in brackets: for a message, whose reader may have written either. */
    public static String andProperty(String property) {
        return of(property) + " (" + property + ")";
    }
}
