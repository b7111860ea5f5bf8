package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.userservice.BetweenProxies;
import io.userservice.call.WriteRefusedException;
import io.userservice.consistency.ClientSession;
import io.userservice.consistency.ReadConsistency;
import java.time.Duration;
import java.util.function.Function;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

/** Behind a proxy connections set nothing, and a read can write as little as before. */
@QuarkusTest
@TestProfile(BetweenProxies.class)
class ProxiedWriteRefusalTest extends WriteRefusalTest {

    private static final Function<Session, Object> SET_BY_CLIENT = session -> session.createNativeQuery(
                    "select string_agg(name || ' by ' || source, ', ' order by name) from pg_settings"
                            + " where source in ('client', 'session') and name not in ('client_encoding', 'DateStyle', 'TimeZone', 'extra_float_digits')"
                            + " and name not like 'transaction%'",
                    String.class)
            .getSingleResult();

    @Test
    void nothingIsSetButWhatTheDriverSaysWhenItConnects() {
        String byDriver = "application_name by client";
        assertEquals(byDriver, calls.onReplica1(SET_BY_CLIENT));
        assertEquals(byDriver, calls.onPrimary(SET_BY_CLIENT));
        assertEquals(byDriver, calls.inPrimaryTransaction(SET_BY_CLIENT));
    }

    @Test
    void ofAFunctionIsRefusedByThePrimaryToo() {
        ManagedContext request = Arc.container().requestContext();
        boolean active = request.isActive();
        request.activate();
        try {
            Arc.container()
                    .instance(ClientSession.class)
                    .get()
                    .want(new ReadConsistency(ReadConsistency.Level.STRONG, null, Duration.ZERO));
            String refused = assertThrows(
                            WriteRefusedException.class,
                            () -> calls.onAnyReplica(
                                    session -> session.createNativeQuery("select add_note()", Long.class)
                                            .getSingleResult()))
                    .getMessage();
            assertTrue(refused.contains("primary;reason=strong"), refused);
        } finally {
            if (!active) {
                request.terminate();
            }
        }
    }

    @Test
    void aReadIsAReadOnlyTransaction() {
        Function<Session, Object> readOnly =
                session -> session.createNativeQuery("select current_setting('transaction_read_only')", String.class)
                        .getSingleResult();
        assertEquals("on", calls.onReplica2(readOnly));
        assertEquals("off", calls.onPrimary(readOnly));
    }
}
