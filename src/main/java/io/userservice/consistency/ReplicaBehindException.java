package io.userservice.consistency;

import java.sql.SQLException;

/** The server that a connection leads to has not reached what the client asks for, or is older than it allows. */
public final class ReplicaBehindException extends SQLException {

    private static final long serialVersionUID = 1L;

    private static final String SERIALIZATION_FAILURE = "40001";

    ReplicaBehindException(String server) {
        super(
                "the server behind a connection to " + server + " is not as far as the client asks for",
                SERIALIZATION_FAILURE);
    }
}
