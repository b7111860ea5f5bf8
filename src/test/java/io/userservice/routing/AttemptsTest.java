package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.replication.Role;
import io.userservice.replication.SqlFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a read that has failed ends, and when it goes on elsewhere. */
class AttemptsTest {

    @ParameterizedTest
    @CsvSource({
        // failed before, failure, role, reason, has called the primary, is enough
        "'',  UNREACHABLE,     REPLICA, READ_ONLY, false, false",
        "'',  CONFLICT,        REPLICA, READ_ONLY, false, false",
        "'',  STANDBY,         REPLICA, READ_ONLY, false, false",
        "'',  SLOW_TO_CONNECT, REPLICA, READ_ONLY, false, false",
        "'',  BUSY,            REPLICA, READ_ONLY, false, false",
        "'',  FULL,            REPLICA, READ_ONLY, false, false",
        "A,   FULL,            REPLICA, READ_ONLY, false, false",
        "'',  SERVER_FAILED,   REPLICA, READ_ONLY, false, false",
        "'',  UNSUITABLE,      REPLICA, READ_ONLY, false, false",
        "'',  DISCONNECTED,    REPLICA, READ_ONLY, false, false",
        "'',  STALE_PLAN,      REPLICA, READ_ONLY, false, false",
        "'',  STATEMENT,       REPLICA, READ_ONLY, false, true",
        "'',  DISCONNECTED,    REPLICA, BY_NAME,   false, false",
        "A,   DISCONNECTED,    REPLICA, BY_NAME,   false, true",
        "'',  DISCONNECTED,    PRIMARY, STRONG,    false, false",
        "'',  STALE_PLAN,      PRIMARY, STRONG,    false, false",
        "'',  DISCONNECTED,    PRIMARY, STRONG,    true,  true",
        "A,   DISCONNECTED,    PRIMARY, FAILOVER,  false, true",
        "'',  STANDBY,         PRIMARY, STRONG,    false, true",
        "'',  STANDBY,         PRIMARY, TOKEN_FROM_OTHER_TIMELINE, false, false",
        "'',  UNREACHABLE,     PRIMARY, TOKEN_FROM_OTHER_TIMELINE, false, false",
        "'',  CANCELLED,       PRIMARY, TOKEN_FROM_OTHER_TIMELINE, false, true",
        "'',  UNREACHABLE,     PRIMARY, TOKEN_FROM_OTHER_TIMELINE, true,  true",
        "A,   STANDBY,         PRIMARY, TOKEN_FROM_OTHER_TIMELINE, false, false",
        "primary, STANDBY,     PRIMARY, TOKEN_FROM_OTHER_TIMELINE, false, true",
        "A,   BUSY,            REPLICA, READ_ONLY, false, true",
        "A,   UNREACHABLE,     REPLICA, READ_ONLY, false, false",
        "'',  CANCELLED,       REPLICA, READ_ONLY, false, true",
        "'',  NONE,            REPLICA, READ_ONLY, false, true",
        "'',  UNREACHABLE,     REPLICA, BY_NAME,   false, true",
        "'',  UNREACHABLE,     PRIMARY, STRONG,    false, true",
        "'A', UNREACHABLE,     PRIMARY, FAILOVER,  false, true",
        "'',  UNREACHABLE,     REPLICA, READ_ONLY, true,  true"
    })
    void isEnough(String before, SqlFailure failure, Role role, Reason reason, boolean calledPrimary, boolean enough) {
        Attempts attempts = before.isEmpty() ? Attempts.NONE : Attempts.NONE.after(before, false);
        assertEquals(enough, attempts.isEnough(role, reason, failure, calledPrimary));
    }

    @Test
    void remembersAllReplicasAndWhetherTheLastWasBehind() {
        Attempts attempts = Attempts.NONE.after("A", true).after("B", false);
        assertEquals(new Attempts(List.of("A", "B"), false), attempts);
    }
}
