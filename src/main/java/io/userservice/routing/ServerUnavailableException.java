package io.userservice.routing;

/** No connection to a server could be had: it is down, or its pool is exhausted. Nothing was sent. */
public class ServerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String server;

    ServerUnavailableException(String server, Throwable cause) {
        super("No connection to " + server + ": " + cause.getMessage(), cause);
        this.server = server;
    }

    /** {@code primary} or {@code replica-1} … {@code replica-8}. */
    public String server() {
        return server;
    }
}
