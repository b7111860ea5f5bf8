package io.userservice.routing;

import io.micrometer.core.instrument.Tags;
import io.userservice.meter.Meters;
import jakarta.inject.Singleton;

/**
 * Whether this instance writes nothing for a while, because the primary is being replaced or upgraded. A restart has it as
 * it is configured. Thread-safe.
 */
@Singleton
public class ReadOnlySwitch {

    private volatile boolean on;

    ReadOnlySwitch(Meters meters) {
        meters.gauge(
                "read_only",
                "1 while writes are refused because somebody has switched them off, else 0",
                Tags.empty(),
                () -> on ? 1 : 0);
    }

    /** Whether writes are refused. */
    public boolean isOn() {
        return on;
    }

    /** Refuses writes from now on, or no more. Those that run end as they would. */
    public void set(boolean readOnly) {
        on = readOnly;
    }
}
