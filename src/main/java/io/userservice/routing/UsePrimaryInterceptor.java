package io.userservice.routing;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import org.jspecify.annotations.Nullable;

/** Sends a {@link UsePrimary} call to the primary. Outside {@code @Transactional}, so that it sees the commit. */
@UsePrimary
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class UsePrimaryInterceptor {

    private final Writes writes;

    UsePrimaryInterceptor(Writes writes) {
        this.writes = writes;
    }

    @AroundInvoke
    @Nullable
    Object onPrimary(InvocationContext call) throws Exception {
        String caller = Caller.of(call);
        Scope read = Scope.currentRead();
        if (read != null && QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException(caller + " uses the primary, but the read around it, " + read.caller()
                    + ", has opened a transaction on " + read.route()
                    + ". Take @Transactional off the read, or call " + caller + " outside it.");
        }
        Reason reason = call.getInterceptorBinding(UsePrimary.class).value();
        return writes.run(reason, caller, call::proceed);
    }
}
