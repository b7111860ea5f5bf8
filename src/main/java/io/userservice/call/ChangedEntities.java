package io.userservice.call;

import java.util.Arrays;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.engine.spi.SelfDirtinessTracker;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;

/** Finds entities that were changed in a read-only session, where no flush will ever see the change. */
final class ChangedEntities {

    private ChangedEntities() {}

    /** Any changed entity of the session, if there is one. Quarkus enhances every entity to track its own changes at build time. */
    static Optional<String> first(@Nullable Session session) {
        if (!(session instanceof SessionImplementor opened)) {
            return Optional.empty();
        }
        return Arrays.stream(opened.getPersistenceContextInternal().reentrantSafeEntityEntries())
                .map(entry -> entry.getKey())
                .filter(entity ->
                        entity instanceof SelfDirtinessTracker tracker && tracker.$$_hibernate_hasDirtyAttributes())
                .map(entity -> entity.getClass().getSimpleName())
                .findFirst();
    }
}
