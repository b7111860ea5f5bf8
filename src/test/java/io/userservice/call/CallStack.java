package io.userservice.call;

/** The routed calls that the thread of a test is in. */
public final class CallStack {

    private CallStack() {}

    /** Whether it is in none, as it has to be between two calls. */
    public static boolean isEmpty() {
        return RoutedCall.current() == null;
    }
}
