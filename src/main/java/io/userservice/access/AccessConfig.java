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

    /** Default: {@code jwt} with a key, else {@code none}; production needs the {@code none} to be set. */
    @WithParentName
    Optional<Auth> auth();
}
