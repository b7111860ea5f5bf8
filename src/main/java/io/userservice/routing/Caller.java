package io.userservice.routing;

import jakarta.interceptor.InvocationContext;

/** Names an intercepted call for messages: {@code UserResource.get}. */
final class Caller {

    private Caller() {}

    static String of(InvocationContext call) {
        return call.getMethod().getDeclaringClass().getSimpleName() + "."
                + call.getMethod().getName();
    }
}
