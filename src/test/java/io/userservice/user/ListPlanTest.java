package io.userservice.user;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.call.Sql;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Superuser;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What PostgreSQL makes of every list that can be asked for, with more users than it would look through. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class ListPlanTest {

    private static final String MANY_USERS = """
            insert into users
            select gen_random_uuid(), 0, md5(i::text) || '@plan.example', md5((-i)::text),
                   now() - i * interval '1 second', now()
            from generate_series(1, 20000) i""";

    @Test
    void everyCombinationHasAnIndexBehindIt() throws Exception {
        try (Connection connection = Superuser.connect(ClusterResource.cluster().server("primary"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(MANY_USERS);
            statement.execute("analyze users");
            for (UserQuery query : everyCombination().toList()) {
                String plan = explain(connection, query);
                assertFalse(plan.contains("Seq Scan"), () -> query + "\n" + plan);
                assertTrue(plan.contains("Index"), () -> query + "\n" + plan);
            }
            connection.rollback();
        }
    }

    private static Stream<UserQuery> everyCombination() {
        return Arrays.stream(Sort.values())
                .flatMap(sort -> Stream.of("a@plan.example", null)
                        .flatMap(email -> Stream.of("abc", null)
                                .flatMap(prefix -> Stream.of(cursor(sort), null)
                                        .map(after -> new UserQuery(50, sort, after, email, prefix)))));
    }

    private static Cursor cursor(Sort sort) {
        return sort == Sort.EMAIL
                ? new Cursor(sort, null, null, "7@plan.example")
                : new Cursor(sort, Instant.now(), UUID.randomUUID(), null);
    }

    private static String explain(Connection connection, UserQuery query) throws SQLException {
        Sql select = UserRepository.select(query);
        StringBuilder plan = new StringBuilder();
        try (PreparedStatement explain = connection.prepareStatement("explain " + select.text())) {
            for (int i = 0; i < select.values().size(); i++) {
                explain.setObject(i + 1, select.values().get(i));
            }
            ResultSet rows = explain.executeQuery();
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }
}
