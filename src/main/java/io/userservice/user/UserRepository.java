package io.userservice.user;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.hibernate.query.NativeQuery;

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
        NativeQuery<User> select =
                getSession().createNativeQuery(select(query), User.class).setMaxResults(query.limit() + 1);
        if (query.email() != null) {
            select.setParameter("email", query.email());
        }
        if (query.prefix() != null) {
            select.setParameter("prefix", query.prefix()).setParameter("last", LAST_CHARACTER);
        }
        if (query.after() != null) {
            query.after().bind(select);
        }
        return select.getResultList();
    }

    /** The SQL for a query, without its values and its limit. Pure. */
    static String select(UserQuery query) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        if (query.email() != null) {
            conditions.add("lower(email) collate \"C\" = lower(:email)");
        }
        if (query.prefix() != null) {
            conditions.add(BEGINS);
        }
        if (query.after() != null) {
            conditions.add(query.sort().after());
        }
        return "select * from users where " + String.join(" and ", conditions) + " order by "
                + query.sort().order();
    }

    /** Those of the ids that there are, in the order of the ids. */
    List<User> findAllById(List<UUID> ids) {
        return getSession().findMultiple(User.class, ids).stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /** Which of these addresses other users have, by index. */
    List<Integer> indexesOfTaken(String[] emails) {
        return getSession()
                .createNativeQuery("""
                        select cast(position - 1 as integer)
                        from unnest(cast(:emails as text[])) with ordinality as given (email, position)
                        where exists (select from users
                                      where lower(users.email) collate "C" = lower(given.email) collate "C")
                        order by position""", Integer.class)
                .setParameter("emails", emails)
                .getResultList();
    }

    /**
     * Stores them all, as few round trips as it takes. By JDBC: Hibernate batches no insert whose values the database makes.
     *
     * @return what was stored, in the same order
     */
    List<User> insertAll(List<NewUser> items) {
        List<UUID> ids = items.stream()
                .map(item -> UuidVersion7Strategy.INSTANCE.generateUuid(null))
                .toList();
        getSession().doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into users (id, version, email, name, created_at, updated_at)
                    values (?, 0, ?, ?, statement_timestamp(), statement_timestamp())""")) {
                for (int i = 0; i < ids.size(); i++) {
                    insert.setObject(1, ids.get(i));
                    insert.setString(2, items.get(i).email());
                    insert.setString(3, items.get(i).name());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });
        return findAllById(ids);
    }
}
