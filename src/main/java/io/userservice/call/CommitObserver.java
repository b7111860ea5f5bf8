package io.userservice.call;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionScoped;

/** Tells a call on the primary that its commit begins: from then on nobody can say that nothing was written. Thread-safe. */
@ApplicationScoped
class CommitObserver {

    /** Called when a transaction is about to commit or to roll back; one to be rolled back is marked by then. */
    void completing(@Observes @BeforeDestroyed(TransactionScoped.class) Object transaction) {
        RoutedCall call = RoutedCall.current();
        if (call != null && !call.isRead() && QuarkusTransaction.getStatus() == Status.STATUS_ACTIVE) {
            call.commits();
        }
    }
}
