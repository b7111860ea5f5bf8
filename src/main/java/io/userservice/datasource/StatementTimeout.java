package io.userservice.datasource;

import io.smallrye.config.WithConverter;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * How long a server of each role lets a statement run (PostgreSQL's {@code statement_timeout}). The defaults are in
 * {@code application.properties}, which hands the values to the connections; here they are checked, at the start.
 */
public interface StatementTimeout {

    @WithConverter(Limit.class)
    String replicas();

    @WithConverter(Limit.class)
    String primaryReads();

    @WithConverter(Limit.class)
    String writes();

    /** Takes what PostgreSQL understands and nobody can misread: a bare number would be milliseconds. */
    class Limit implements Converter<String> {

        private static final long serialVersionUID = 1L;
        private static final Pattern LIMIT = Pattern.compile("0|[1-9][0-9]{0,6}(ms|s|min)");

        @Override
        public String convert(String limit) {
            if (!LIMIT.matcher(limit).matches()) {
                throw new IllegalArgumentException("must be a time such as 500ms, 3s or 1min, or 0 for no limit");
            }
            return limit;
        }
    }
}
