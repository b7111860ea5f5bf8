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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
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

    private static final String COLUMNS =
            "select id, version, %s, created_at, updated_at from users".formatted(each(UserField.ALL, "$"));

    /** A text that is made once has its hash already when it is looked up. */
    private static final String BY_ID = COLUMNS + " where id = ?";

    private static final String BY_IDS =
            COLUMNS + " join unnest(cast(? as uuid[])) with ordinality as wanted (id, n) using (id) order by n";

    private static final String RETURNING = " returning users.id, users.version, %s, users.created_at, users.updated_at"
            .formatted(each(UserField.ALL, "users.$"));

    /** The values are the id, and then the columns of {@link UserValues}. */
    private static final String INSERT = "insert into users (id, %s, %s, version, created_at, updated_at, keyed_at)"
                    .formatted(each(UserField.ALL, "$"), each(UserField.KEYED, "$_key"))
            + " values (?, %s, %s, 0, statement_timestamp(), statement_timestamp(), statement_timestamp())"
                    .formatted(each(UserField.ALL, "?"), each(UserField.KEYED, "?"));

    private static final String INSERT_ONE = INSERT + RETURNING;

    /** What changes nothing leaves version and time alone. */
    private static final String REPLACE = """
            update users set
                version = version + case when %1$s then 1 else 0 end,
                updated_at = case when %1$s then statement_timestamp() else updated_at end,
                keyed_at = case when %1$s then statement_timestamp() else updated_at end,
                %2$s, %3$s
            from (select %4$s, %5$s) given
            where id = ?""".formatted(
                            "(%s) is distinct from (%s)"
                                    .formatted(each(UserField.ALL, "users.$"), each(UserField.ALL, "given.$")),
                            each(UserField.ALL, "$ = given.$"),
                            each(UserField.KEYED, "$_key = given.$_key"),
                            each(UserField.ALL, "cast(? as text) as $"),
                            each(UserField.KEYED, "cast(? as text) as $_key"))
            + RETURNING;

    private static final String DELETE = "delete from users where id = ?" + RETURNING;

    private final PositionedSelect reads;
    private final PositionedWrite writes;

    UserRepository(PositionedSelect reads, PositionedWrite writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /** The SQL of some fields: {@code $} stands for the column. */
    private static String each(List<UserField> fields, String form) {
        return fields.stream().map(field -> form.replace("$", field.text())).collect(Collectors.joining(", "));
    }

    /** Stores a new user, at once. */
    UserView insert(UserValues user) {
        List<@Nullable Object> values = new ArrayList<>(user.columns());
        values.add(0, UuidVersion7Strategy.INSTANCE.generateUuid(null));
        return writes.run(new Sql(INSERT_ONE, values), UserRepository::view).get(0);
    }

    /** Replaces a user whatever its version, at once; empty if there is none. */
    Optional<UserView> replace(UUID id, UserValues user) {
        List<@Nullable Object> values = new ArrayList<>(user.columns());
        values.add(id);
        return writes.run(new Sql(REPLACE, values), UserRepository::view).stream()
                .findFirst();
    }

    /** Deletes a user whatever its version, at once. Returns whether there was one. */
    boolean deleteNow(UUID id) {
        return !writes.run(new Sql(DELETE, List.of(id)), UserRepository::view).isEmpty();
    }

    /** The user with this id, if there is one. To be called in a read, as are all methods that return views. */
    Optional<UserView> view(UUID id) {
        return reads.list(new Sql(BY_ID, List.of(id)), UserRepository::view).stream()
                .findFirst();
    }

    /** Those of the ids that there are, in the order of the ids. */
    List<UserView> views(List<UUID> ids) {
        String[] texts = ids.stream().map(UUID::toString).toArray(String[]::new);
        return reads.list(new Sql(BY_IDS, List.of((Object) texts)), UserRepository::view);
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

    private static UserView view(ResultSet row) throws SQLException {
        return new UserView(
                row.getObject("id", UUID.class),
                UserValues.of(field -> row.getString(field.text())),
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
    List<User> insertAll(List<UserValues> items) {
        List<UUID> ids = items.stream()
                .map(item -> UuidVersion7Strategy.INSTANCE.generateUuid(null))
                .toList();
        getSession().doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (int i = 0; i < ids.size(); i++) {
                    insert.setObject(1, ids.get(i));
                    int column = 1;
                    for (String text : items.get(i).columns()) {
                        insert.setString(++column, text);
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });
        return getSession().findMultiple(User.class, ids);
    }
}
