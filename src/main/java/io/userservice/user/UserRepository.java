package io.userservice.user;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The users in the database. Thread-safe. */
@ApplicationScoped
public class UserRepository implements PanacheRepositoryBase<User, UUID> {
    /**
     * In the collation of the indexes, which is the same on every server and in every version of its operating system. Bounds
     * instead of LIKE, which has no use for an index until the pattern is known, in a generic plan never.
     */
    private static final String BEGINS = """
            (lower(email) collate "C" >= lower(:prefix) and lower(email) collate "C" < lower(:prefix) || :last
              or lower(name) collate "C" >= lower(:prefix) and lower(name) collate "C" < lower(:prefix) || :last)""";

    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    /** A page and, if there is more, the first user of the next one. */
    List<User> find(UserQuery query) {
        var conditions = new ArrayList<>(List.of("true"));
        if (query.email() != null) {
            conditions.add("lower(email) collate \"C\" = lower(:email)");
        }
        if (query.prefix() != null) {
            conditions.add(BEGINS);
        }
        if (query.after() != null) {
            conditions.add(query.sort().after());
        }
        var sql = getSession()
                .createNativeQuery(
                        "select * from users where " + String.join(" and ", conditions) + " order by "
                                + query.sort().order(),
                        User.class)
                .setMaxResults(query.limit() + 1);
        if (query.email() != null) {
            sql.setParameter("email", query.email());
        }
        if (query.prefix() != null) {
            sql.setParameter("prefix", query.prefix()).setParameter("last", LAST_CHARACTER);
        }
        if (query.after() != null) {
            query.after().bind(sql);
        }
        return sql.getResultList();
    }

    /** Those of the ids that there are, in the order of the ids. */
    List<User> findAllById(List<UUID> ids) {
        return getSession().findMultiple(User.class, ids).stream()
                .filter(Objects::nonNull)
                .toList();
    }
}
