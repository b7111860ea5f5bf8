package io.userservice.call;

import io.userservice.routing.Route;
import org.jspecify.annotations.Nullable;

/** A write was attempted where only reads are allowed. Nothing was sent to a server, or the server refused it. */
public class WriteRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WriteRefusedException(String what, Route route, String call, @Nullable Throwable cause) {
        super(
                what + " is a write, but " + call + " reads from " + route
                        + ". Move the write to a method with @UsePrimary and @Transactional.",
                cause);
    }
}
