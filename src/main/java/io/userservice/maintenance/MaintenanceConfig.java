package io.userservice.maintenance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.OnOff;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** Who may switch, and how the switches are at the start. */
@ConfigMapping(prefix = "user-service.maintenance")
public interface MaintenanceConfig {

    /** Whether the service starts read-only: a write gets 503 {@code /problems/read-only}, reads work. */
    @WithDefault("false")
    @WithConverter(OnOff.class)
    boolean readOnly();

    /** The secret that whoever switches sends, as {@code Authorization: Bearer …}. Without it nobody can switch. */
    Optional<@WithConverter(Secret.class) String> token();

    /** Takes a text that nobody guesses. Thread-safe. */
    class Secret implements Converter<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String convert(String secret) {
            if (!secret.matches("[!-~]{16,}")) {
                throw new IllegalArgumentException(
                        "must have 16 characters or more, without spaces, for instance of: openssl rand -hex 16");
            }
            return secret;
        }
    }
}
