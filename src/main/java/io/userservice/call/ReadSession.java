package io.userservice.call;

import jakarta.persistence.EntityGraph;
import jakarta.persistence.criteria.CriteriaDelete;
import jakarta.persistence.criteria.CriteriaUpdate;
import org.hibernate.ReplicationMode;
import org.hibernate.engine.spi.SessionLazyDelegator;
import org.hibernate.query.MutationQuery;
import org.hibernate.query.Query;
import org.hibernate.query.criteria.JpaCriteriaInsert;

/**
 * The session of a read, which refuses every method that can only write. Writes that come as text are for
 * {@link WriteGuard}. Confined to its thread.
 */
@SuppressWarnings({"rawtypes", "unchecked", "deprecation"}) // as the signatures of Session are
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

    @Override
    public Query createQuery(CriteriaUpdate update) {
        throw refusal("createQuery(CriteriaUpdate)");
    }

    @Override
    public Query createQuery(CriteriaDelete delete) {
        throw refusal("createQuery(CriteriaDelete)");
    }

    @Override
    public MutationQuery createMutationQuery(String hql) {
        throw refusal(hql);
    }

    @Override
    public MutationQuery createMutationQuery(CriteriaUpdate update) {
        throw refusal("createMutationQuery");
    }

    @Override
    public MutationQuery createMutationQuery(CriteriaDelete delete) {
        throw refusal("createMutationQuery");
    }

    @Override
    public MutationQuery createMutationQuery(JpaCriteriaInsert insert) {
        throw refusal("createMutationQuery");
    }

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
