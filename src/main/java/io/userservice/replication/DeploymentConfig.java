package io.userservice.replication;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.Count;

/** What an instance is for, and among how many. */
@ConfigMapping(prefix = "user-service")
interface DeploymentConfig {

    /** How many instances there are at most, during a deployment too: what each may open counts as often. */
    @WithDefault("1")
    @WithConverter(Count.class)
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

        /** Which variables those lack. Nobody sets this: {@link DerivedSettings} fills it in. */
        @WithConverter(IamEnvironment.class)
        String iamMissing();
    }
}
