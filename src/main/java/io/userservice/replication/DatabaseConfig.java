package io.userservice.replication;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.eclipse.microprofile.config.spi.Converter;

/** How to log in. As with {@link PrimaryConfig}, what is missing is told before anything starts and connects. */
@ConfigMapping(prefix = "user-service.database")
interface DatabaseConfig {

    String IAM_MISSING = "user-service.database.iam-missing";
    String NOTHING = "none";

    /** Whether to log in with tokens of AWS IAM, see {@link IamLogin}. */
    @WithDefault("false")
    boolean iamAuth();

    /** Which variables the tokens lack. Nobody sets this: {@link DerivedSettings} fills it in. */
    @WithConverter(Complete.class)
    String iamMissing();

    /** Takes nothing but {@code none}. */
    class Complete implements Converter<String> {

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
