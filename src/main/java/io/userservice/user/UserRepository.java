package io.userservice.user;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.userservice.call.PositionedSelect;
import io.userservice.call.PositionedWrite;
import io.userservice.call.Sql;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jspecify.annotations.Nullable;

/** The users in the database. Thread-safe. */
@Singleton
public class UserRepository implements PanacheRepositoryBase<User, UUID> {

    /**
     * By the keys, which the service makes, in the collation C: the same on every server, whatever its locale. Bounds
     * instead of LIKE, which has no use for an index until the pattern is known, in a generic plan never.
     */
    private static final String BEGINS = """
            (email_key >= ? and email_key < ? || ? or name_key >= ? and name_key < ? || ?)""";

    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    private static final String COLUMNS = "select id, version, email, name, created_at, updated_at from users";

    private static final String RETURNING =
            " returning users.id, users.version, users.email, users.name, users.created_at, users.updated_at";

    private static final String INSERT = "insert into users"
            + " (id, version, email, name, email_key, name_key, created_at, updated_at, keyed_at)"
            + " values (?, 0, ?, ?, ?, ?, statement_timestamp(), statement_timestamp(), statement_timestamp())";

    /** What changes nothing leaves version and time alone. */
    private static final String REPLACE = """
            update users set
                version = version + case when (users.email, users.name) is distinct from (given.email, given.name)
                                         then 1 else 0 end,
                updated_at = case when (users.email, users.name) is distinct from (given.email, given.name)
                                  then statement_timestamp() else updated_at end,
                keyed_at = case when (users.email, users.name) is distinct from (given.email, given.name)
                                then statement_timestamp() else updated_at end,
                email = given.email, name = given.name, email_key = given.email_key, name_key = given.name_key
            from (select cast(? as text) as email, cast(? as text) as name,
                         cast(? as text) as email_key, cast(? as text) as name_key) given
            where id = ?""" + RETURNING;

    private static final String DELETE = "delete from users where id = ?" + RETURNING;

    private final PositionedSelect reads;
    private final PositionedWrite writes;

    UserRepository(PositionedSelect reads, PositionedWrite writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /** Stores a new user, at once. */
    UserView insert(NewUser user) {
        UUID id = UuidVersion7Strategy.INSTANCE.generateUuid(null);
        return writes.run(new Sql(INSERT + RETURNING, values(id, user.email(), user.name())), UserRepository::view)
                .get(0);
    }

    /** Replaces a user whatever its version, at once; empty if there is none. */
    Optional<UserView> replace(UUID id, UserReplacement user) {
        return writes.run(new Sql(REPLACE, replacement(user.email(), user.name(), id)), UserRepository::view).stream()
                .findFirst();
    }

    /** Deletes a user whatever its version, at once. Returns whether there was one. */
    boolean deleteNow(UUID id) {
        return !writes.run(new Sql(DELETE, List.of(id)), UserRepository::view).isEmpty();
    }

    /** The user with this id, if there is one. To be called in a read, as are all methods that return views. */
    Optional<UserView> view(UUID id) {
        return reads.list(new Sql(COLUMNS + " where id = ?", List.of(id)), UserRepository::view).stream()
                .findFirst();
    }

    /** Those of the ids that there are, in the order of the ids. */
    List<UserView> views(List<UUID> ids) {
        String[] texts = ids.stream().map(UUID::toString).toArray(String[]::new);
        return reads.list(
                new Sql(
                        COLUMNS
                                + " join unnest(cast(? as uuid[])) with ordinality as wanted (id, n) using (id) order by n",
                        List.of((Object) texts)),
                UserRepository::view);
    }

    /** A page and, if there is more, the first user of the next one. */
    List<UserView> views(UserQuery query) {
        return reads.list(select(query), UserRepository::view);
    }

    /** The select for a query. Pure. */
    static Sql select(UserQuery query) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        if (query.email() != null) {
            conditions.add("email_key = ?");
            values.add(UserRules.key(query.email()));
        }
        String prefix = query.prefix();
        if (prefix != null) {
            conditions.add(BEGINS);
            String key = UserRules.key(prefix);
            values.addAll(List.of(key, key, LAST_CHARACTER, key, key, LAST_CHARACTER));
        }
        if (query.after() != null) {
            conditions.add(query.sort().after());
            values.addAll(query.after().keys());
        }
        values.add(query.limit() + 1);
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        // A plan for any prefix would look through all users for one that nobody has.
        return new Sql(COLUMNS + where + " order by " + query.sort().order() + " limit ?", values, prefix != null);
    }

    private static List<@Nullable Object> values(UUID id, String email, @Nullable String name) {
        return Arrays.asList(id, email, name, UserRules.key(email), name == null ? null : UserRules.key(name));
    }

    private static List<@Nullable Object> replacement(String email, @Nullable String name, UUID id) {
        return Arrays.asList(email, name, UserRules.key(email), name == null ? null : UserRules.key(name), id);
    }

    private static UserView view(ResultSet row) throws SQLException {
        return new UserView(
                row.getObject("id", UUID.class),
                row.getString("email"),
                row.getString("name"),
                row.getInt("version"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    /** Which of these addresses other users have, by index. */
    List<Integer> indexesOfTaken(String[] emails) {
        return getSession()
                .createNativeQuery("""
                        select cast(position - 1 as integer)
                        from unnest(cast(:keys as text[])) with ordinality as given (key, position)
                        where exists (select from users where email_key = given.key)
                        order by position""", Integer.class)
                .setParameter("keys", Stream.of(emails).map(UserRules::key).toArray(String[]::new))
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
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (int i = 0; i < ids.size(); i++) {
                    String name = items.get(i).name();
                    insert.setObject(1, ids.get(i));
                    insert.setString(2, items.get(i).email());
                    insert.setString(3, name);
                    insert.setString(4, UserRules.key(items.get(i).email()));
                    insert.setString(5, name == null ? null : UserRules.key(name));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });
        return getSession().findMultiple(User.class, ids);
    }
}
