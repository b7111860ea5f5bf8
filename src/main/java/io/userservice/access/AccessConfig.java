package io.userservice.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Optional;

/** {@code user-service.auth}: who is let in. */
@ConfigMapping(prefix = "user-service.auth")
interface AccessConfig {

    /** How callers are told apart. */
    enum Auth {
        /** By a bearer token; {@code mp.jwt.verify.*} says which are good. */
        JWT,
        /** Not at all: everyone may do everything. */
        NONE
    }

    /** Unless it is set: {@code jwt} when there is a key; without one, {@code none}, which production does not start with. */
    @WithParentName
    Optional<Auth> auth();
}
