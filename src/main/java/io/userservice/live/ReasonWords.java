package io.userservice.live;

import io.userservice.routing.Reason;

/** What a reason means, for who has not read the documents. Pure. */
final class ReasonWords {

    private ReasonWords() {}

    static String of(Reason reason) {
        return switch (reason) {
            case READ_ONLY -> "The read asks for nothing; any replica that does not lag will do";
            case BY_NAME -> "The code names this replica";
            case TOKEN_REACHED -> "The replica is known to have all that the client has seen";
            case TOKEN_AWAITED -> "The replica reached what the client has seen while the read waited";
            case FRESH_ENOUGH -> "The replica is no staler than the client allows";
            case LEAST_LATE -> "All replicas are late, and the client takes what there is";
            case OTHER_ZONE -> "A replica of another zone: those of this one are no good for it, or busy";
            case NO_REPLICA -> "No replica is configured";
            case STRONG -> "The client asked for the primary";
            case TOKEN_NOT_REACHED -> "No replica had all that the client has seen in time";
            case TOKEN_FROM_OTHER_TIMELINE -> "The client's token is from before a failover";
            case TOO_STALE -> "All replicas are staler than the client allows";
            case REPLICAS_LATE -> "All replicas are late";
            case REPLICAS_DOWN -> "No replica can be used";
            case FAILOVER -> "The read failed on two replicas, or on the only one";
            case IN_TRANSACTION -> "A read inside a transaction that may have written";
            case WRITE -> "Writes go to the primary";
            case USE_PRIMARY -> "The code asks for the primary";
            case UNDECLARED -> "The code declares nothing";
        };
    }
}
