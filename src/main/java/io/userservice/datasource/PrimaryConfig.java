package io.userservice.datasource;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.userservice.setting.OnOff;

/**
 * Refuses to start without a primary. Nobody sets the URL here: {@link UrlSettings} fills in what is to be said of
 * {@code quarkus.datasource.jdbc.url}. Configuration is checked before anything starts, and told of in one line, where
 * Hibernate would fail later and at length.
 */
@ConfigMapping(prefix = "user-service.primary")
public interface PrimaryConfig {

    @WithConverter(UrlSettings.Verdict.class)
    String url();

    /** Nobody sets it either: {@link DatasourceSettings} fills in what is to be said of all pools. */
    @WithConverter(DatasourceSettings.Verdict.class)
    @WithDefault(UrlSettings.FINE)
    String pools();

    /** Whether the primary is proxied: its URL leads to a proxy (RDS Proxy), to which a connection is to set nothing. */
    @WithName("proxy")
    @WithDefault("false")
    @WithConverter(OnOff.class)
    boolean proxied();
}
