package io.userservice.routing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.transaction.Transactional;
import java.util.function.Function;
import org.hibernate.Session;

/** A method for each way to declare a route; what runs in it comes from the test, so that tests nest as they like. */
@ApplicationScoped
class Calls {

    private final Session session;

    Calls(Session session) {
        this.session = session;
    }

    /** Asks the database itself. */
    static String whoAnswers(Session session) {
        return session.createNativeQuery("select current_setting('cluster_name')", String.class)
                .getSingleResult();
    }

    @ReadReplica
    <T> T onAnyReplica(Function<Session, T> work) {
        return work.apply(session);
    }

    @ReadReplica("replica-1")
    <T> T onReplica1(Function<Session, T> work) {
        return work.apply(session);
    }

    @ReadReplica("replica-2")
    <T> T onReplica2(Function<Session, T> work) {
        return work.apply(session);
    }

    @ReadReplica("replica-7")
    <T> T onReplicaWithoutUrl(Function<Session, T> work) {
        return work.apply(session);
    }

    @ReadReplica
    @Transactional
    <T> T inReplicaTransaction(Function<Session, T> work) {
        return work.apply(session);
    }

    @UsePrimary
    @ActivateRequestContext
    <T> T onPrimary(Function<Session, T> work) {
        return work.apply(session);
    }

    @UsePrimary
    @Transactional
    <T> T inPrimaryTransaction(Function<Session, T> work) {
        return work.apply(session);
    }

    @Transactional
    <T> T inUndeclaredTransaction(Function<Session, T> work) {
        return work.apply(session);
    }
}
