package io.userservice.replication.discovery;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;

/** Who knows which replicas there are. For one thread at a time. */
interface Directory {

    /**
     * Where they are now.
     *
     * @throws UnknownHostException if the name does not resolve: nobody knows then, which is not the same as none
     * @throws SQLException if no server that knows answers
     */
    Set<Address> replicas() throws UnknownHostException, SQLException;
}
