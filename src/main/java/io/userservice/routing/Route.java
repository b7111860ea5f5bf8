package io.userservice.routing;

import io.userservice.replication.Server;

/** Which server a call uses, and why. */
public record Route(Server server, Reason reason) {

    /** As {@code Served-By} shows it: {@code replica-2;reason=read-only}. */
    @Override
    public String toString() {
        return server.name() + ";reason=" + reason;
    }
}
