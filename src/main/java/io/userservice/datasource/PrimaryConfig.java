package io.userservice.datasource;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Refuses to start without a primary. Nobody sets the URL here: {@code application.properties} fills it in from
 * {@code quarkus.datasource.jdbc.url}. Configuration is checked before anything starts, and told of in one line, where
 * Hibernate would fail later and at length.
 */
@ConfigMapping(prefix = "user-service.primary")
public interface PrimaryConfig {

    @WithConverter(PrimaryUrl.class)
    String url();

    /** Whether the primary is proxied: its URL leads to a proxy (RDS Proxy), to which a connection is to set nothing. */
    @WithName("proxy")
    @WithDefault("false")
    boolean proxied();

    /** Takes any URL but {@code none}. */
    class PrimaryUrl implements Converter<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String convert(String url) {
            if (url.equals("none")) {
                throw new IllegalArgumentException("There is no primary. Set quarkus.datasource.jdbc.url, for instance"
                        + " QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://db.example.com/users, and with it"
                        + " QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD");
            }
            return url;
        }
    }
}
