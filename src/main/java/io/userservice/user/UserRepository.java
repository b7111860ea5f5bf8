package io.userservice.user;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** The users in the database. Thread-safe. */
@ApplicationScoped
public class UserRepository implements PanacheRepositoryBase<User, UUID> {
    /** The newest users, newest first; ids are unique and ordered by time, so the order is total. */
    public List<User> newest(int limit) {
        return findAll(Sort.descending("id")).page(0, limit).list();
    }
}
