package io.userservice.setting;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The clock of everything that is timed; a test may put another in its place. */
class SystemClock {

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }
}
