package io.userservice.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.OnOff;

/** Whether there is a page that shows the servers. */
@ConfigMapping(prefix = "user-service.live")
interface LiveConfig {

    /** Whether {@code /q/servers} shows the servers as they are now; in production on the port of health and metrics. */
    @WithDefault("false")
    @WithConverter(OnOff.class)
    boolean enabled();
}
