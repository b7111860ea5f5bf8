package io.userservice.routing;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.persistence.TransactionRequiredException;
import jakarta.transaction.Status;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** Gives a {@link ReadReplica} call its route. Outside {@code @Transactional}, so that a transaction is inside the route. */
@ReadReplica
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class ReadReplicaInterceptor {

    private final Router router;
    private final SessionFactory sessions;

    ReadReplicaInterceptor(Router router, SessionFactory sessions) {
        this.router = router;
        this.sessions = sessions;
    }

    @AroundInvoke
    @Nullable
    Object read(InvocationContext call) throws Exception {
        String name = call.getInterceptorBinding(ReadReplica.class).value();
        Scope outer = Scope.currentRead();
        boolean staysOnItsServer = outer != null
                && (name.isEmpty() || outer.route().server().name().equals(name));
        boolean staysInItsTransaction = outer == null && QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION;
        if (staysOnItsServer || staysInItsTransaction) {
            return call.proceed();
        }
        Route route = name.isEmpty() ? router.anyReplica() : router.replica(name);
        String caller = Caller.of(call);
        try {
            return Scope.read(route, caller, this::openSession, call::proceed);
        } catch (TransactionRequiredException update) {
            // In a read there is no transaction to miss: Hibernate says this of every update before it makes its SQL.
            throw new WriteRefusedException("An update", route, caller, update);
        }
    }

    private Session openSession() {
        return sessions.withOptions()
                .readOnly(true)
                .flushMode(FlushMode.MANUAL)
                .autoJoinTransactions(false)
                .openSession();
    }
}
