package io.userservice.call;

/** No connection to a server could be had: it is down, or its pool is exhausted. Nothing was sent. */
public class ServerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServerUnavailableException(String server, Throwable cause) {
        super("No connection to " + server + ": " + cause.getMessage(), cause);
    }
}
