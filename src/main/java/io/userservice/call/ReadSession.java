package io.userservice.call;

import jakarta.persistence.EntityGraph;
import org.hibernate.ReplicationMode;
import org.hibernate.engine.spi.SessionLazyDelegator;
import org.hibernate.query.MutationQuery;

/**
 * The session of a read, which refuses to change entities: in a read-only session that would vanish silently. Most updates
 * by query Hibernate and {@link WriteGuard} refuse. Confined to its thread.
 */
@SuppressWarnings({"unchecked", "deprecation"}) // as the signatures of Session are
final class ReadSession extends SessionLazyDelegator {

    private static final long serialVersionUID = 1L;

    private final transient RoutedCall read;

    ReadSession(RoutedCall read) {
        super(read::session);
        this.read = read;
    }

    @Override
    public void persist(Object entity) {
        throw refusal("persist");
    }

    @Override
    public void persist(String entityName, Object entity) {
        throw refusal("persist");
    }

    @Override
    public <T> T merge(T entity) {
        throw refusal("merge");
    }

    @Override
    public <T> T merge(String entityName, T entity) {
        throw refusal("merge");
    }

    @Override
    public <T> T merge(T entity, EntityGraph<? super T> loadGraph) {
        throw refusal("merge");
    }

    @Override
    public void remove(Object entity) {
        throw refusal("remove");
    }

    @Override
    public void replicate(Object entity, ReplicationMode mode) {
        throw refusal("replicate");
    }

    @Override
    public void replicate(String entityName, Object entity, ReplicationMode mode) {
        throw refusal("replicate");
    }

    /** Hibernate finds fault with the text before the guard sees it. */
    @Override
    public MutationQuery createNativeMutationQuery(String sql) {
        throw refusal(sql);
    }

    @Override
    public MutationQuery createNamedMutationQuery(String name) {
        throw refusal(name);
    }

    private WriteRefusedException refusal(String what) {
        return read.refusal(what, null);
    }
}
