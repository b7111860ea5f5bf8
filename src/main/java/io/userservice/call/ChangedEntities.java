package io.userservice.call;

import java.util.Arrays;
import java.util.Optional;
import org.hibernate.engine.spi.SelfDirtinessTracker;
import org.hibernate.engine.spi.SessionImplementor;

/** Finds entities that were changed in a read-only session, where no flush will ever see the change. */
final class ChangedEntities {

    private ChangedEntities() {}

    /** Any changed entity of the session. Quarkus enhances every entity to track its own changes at build time. */
    static Optional<String> first(SessionImplementor session) {
        return Arrays.stream(session.getPersistenceContextInternal().reentrantSafeEntityEntries())
                .map(entry -> entry.getKey())
                .filter(entity ->
                        entity instanceof SelfDirtinessTracker tracker && tracker.$$_hibernate_hasDirtyAttributes())
                .map(entity -> entity.getClass().getSimpleName())
                .findFirst();
    }
}
