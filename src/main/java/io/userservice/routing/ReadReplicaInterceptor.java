package io.userservice.routing;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import org.jspecify.annotations.Nullable;

/** Gives a {@link ReadReplica} call its route. Outside {@code @Transactional}, so that a transaction is inside the route. */
@ReadReplica
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class ReadReplicaInterceptor {

    private final Reads reads;

    ReadReplicaInterceptor(Reads reads) {
        this.reads = reads;
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
        return name.isEmpty()
                ? reads.anywhere(Caller.of(call), call::proceed)
                : reads.on(name, Caller.of(call), call::proceed);
    }
}
