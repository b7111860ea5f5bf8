package io.userservice.aws;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.OnOff;
import org.eclipse.microprofile.config.spi.Converter;

/** How the service logs in to the servers. */
@ConfigMapping(prefix = "user-service.database")
public interface IamConfig {

    /** Nobody sets this property: {@link IamSettings} fills it in. */
    String MISSING = "user-service.database.iam-missing";

    /** What it is when nothing is missing. */
    String NOTHING = "none";

    /** Whether with tokens of AWS IAM instead of passwords, see {@link IamLogin}. */
    @WithDefault("false")
    @WithConverter(OnOff.class)
    boolean iamAuth();

    /** Which variables those lack. */
    @WithConverter(Nothing.class)
    String iamMissing();

    /** Takes {@link #NOTHING} only, so that a start without the variables ends with their names before anything connects. */
    class Nothing implements Converter<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String convert(String missing) {
            if (!missing.equals(NOTHING)) {
                throw new IllegalArgumentException("user-service.database.iam-auth needs " + missing
                        + " in the environment, where Lambda puts them. Set them, or a password and"
                        + " user-service.database.iam-auth=false");
            }
            return missing;
        }
    }
}
