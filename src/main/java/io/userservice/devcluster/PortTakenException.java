package io.userservice.devcluster;

/** Another process took the port between the choice of it and the start of the server. */
final class PortTakenException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    PortTakenException(String message) {
        super(message);
    }
}
