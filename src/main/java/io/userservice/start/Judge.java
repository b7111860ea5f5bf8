package io.userservice.start;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Ends a start whose settings are refused before anything is touched, and tells all refusals at once. */
@Singleton
class Judge {

    /** Quarkus prints the message of this exception, and no stack, if it has no cause. */
    void judge(
            @Observes @Priority(StartOrder.JUDGE) StartupEvent event,
            Event<Refusals> judges,
            Event<StartRefused> refused) {
        Refusals refusals = new Refusals();
        judges.fire(refusals);
        if (!refusals.all().isEmpty()) {
            String reason = String.join(System.lineSeparator(), refusals.all());
            refused.fire(new StartRefused(reason));
            throw new ConfigurationException(reason);
        }
    }
}
