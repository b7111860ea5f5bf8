package io.userservice.consistency;

import java.sql.SQLException;

/** The server that a load balancer chose for a read has not reached what the client asks for. */
public final class ReplicaBehindException extends SQLException {

    private static final long serialVersionUID = 1L;

    private static final String SERIALIZATION_FAILURE = "40001";

    ReplicaBehindException(String server) {
        super("the server behind " + server + " is not as far as the client asks for", SERIALIZATION_FAILURE);
    }
}
