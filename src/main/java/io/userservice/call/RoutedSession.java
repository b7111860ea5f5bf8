package io.userservice.call;

import io.quarkus.hibernate.orm.runtime.PersistenceUnitUtil;
import io.quarkus.hibernate.orm.runtime.TransactionSessions;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionLazyDelegator;

/**
 * The session that is injected, and that Panache asks for: the read's own inside a read, Quarkus' everywhere else.
 * Thread-safe; the sessions behind it are not shared between threads.
 */
@Singleton
class RoutedSession {

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Session session(TransactionSessions sessions) {
        return new SessionLazyDelegator(() -> {
            RoutedCall read = RoutedCall.currentRead();
            return read != null
                    ? new ReadSession(read)
                    : sessions.getSession(PersistenceUnitUtil.DEFAULT_PERSISTENCE_UNIT_NAME);
        });
    }
}
