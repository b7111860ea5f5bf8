package io.userservice.routing;

import io.userservice.replication.Role;
import io.userservice.replication.Server;
import io.userservice.replication.SqlFailure;
import java.util.List;
import java.util.stream.Stream;

/**
 * The servers that a read has failed on so far. Immutable and pure.
 *
 * @param failed their names, in order
 * @param behind whether the last of them had not reached what the client asks for
 */
public record Attempts(List<String> failed, boolean behind) {

    /** Before the first attempt. */
    public static final Attempts NONE = new Attempts(List.of(), false);

    /**
     * Whether a read that has failed once more ends here. What was too much for one server is not given to the next, nor
     * what would fail on each, and nobody waits for a third pool that is all in use. Who names a replica wants no other, and
     * after the primary there is none: there a read is repeated only if its connection was at fault and it was its
     * first, or if it was there for a token from before a failover, which a replica may have; and only once.
     *
     * @param role that of the server it failed on
     * @param reason why it was there
     * @param calledPrimary whether the read has used the primary by its own word, where it may have written
     */
    public boolean isEnough(Role role, Reason reason, SqlFailure failure, boolean calledPrimary) {
        boolean nowhereElse = reason == Reason.BY_NAME || role == Role.PRIMARY;
        boolean again = (isFirst() && failure.isOfConnection())
                || (reason == Reason.TOKEN_FROM_OTHER_TIMELINE && !failedOnPrimary());
        return failure == SqlFailure.NONE
                || failure == SqlFailure.CANCELLED
                || failure == SqlFailure.STATEMENT
                || (failure == SqlFailure.BUSY && !isFirst())
                || (nowhereElse && !again)
                || calledPrimary;
    }

    /** These, and one more. */
    public Attempts after(String replica, boolean wasBehind) {
        return new Attempts(Stream.concat(failed.stream(), Stream.of(replica)).toList(), wasBehind);
    }

    boolean isFirst() {
        return failed.isEmpty();
    }

    boolean failedOnPrimary() {
        return failed.contains(Server.PRIMARY);
    }
}
