package io.userservice.replication;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.eclipse.microprofile.config.spi.Converter;

/** What an instance is for, and among how many. */
@ConfigMapping(prefix = "user-service")
interface DeploymentConfig {

    /** How many instances there are at most, during a deployment too: what each may open counts as often. At least 1. */
    @WithDefault("1")
    @WithConverter(Instances.class)
    int instances();

    /** Whether to do nothing but migrate, see {@link MigrateOnly}. */
    @WithDefault("false")
    boolean migrateOnly();

    Database database();

    /** How the servers know the service. */
    interface Database {

        /** Whether by tokens of AWS IAM, see {@link IamLogin}. */
        @WithDefault("false")
        boolean iamAuth();
    }

    /** Takes 1 to 100,000, no more than any account may run. */
    class Instances implements Converter<Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public Integer convert(String instances) {
            if (!instances.matches("[1-9][0-9]{0,4}|100000")) {
                throw new IllegalArgumentException("must be a number of instances, such as 12");
            }
            return Integer.valueOf(instances);
        }
    }
}
