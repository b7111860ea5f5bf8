package io.userservice.routing;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.call.WriteRefusedException;
import io.userservice.devcluster.ClusterResource;
import jakarta.inject.Inject;
import jakarta.persistence.criteria.CriteriaDelete;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.JDBCException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to write, inside a read. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class WriteRefusalTest {

    private static final String READ_ONLY_SQL_TRANSACTION = "25006";

    @Inject
    Calls calls;

    @Inject
    StatelessSession stateless;

    @Inject
    SessionFactory sessions;

    @BeforeEach
    void oneNoteOnEveryServer() {
        calls.inPrimaryTransaction(session -> {
            session.createNativeMutationQuery("create table if not exists note (id bigint primary key, text text)")
                    .executeUpdate();
            session.createNativeMutationQuery("""
                            create or replace function add_note() returns bigint language sql volatile as
                            'insert into note values (99, ''from a function'') returning id'
                            """).executeUpdate();
            return session.createNativeMutationQuery("insert into note values (1, 'first') on conflict do nothing")
                    .executeUpdate();
        });
        await().ignoreExceptions()
                .until(() -> calls.onReplica1(session -> session.find(Note.class, 1L)) != null
                        && calls.onReplica2(session -> session.find(Note.class, 1L)) != null);
    }

    static Stream<Arguments> writes() {
        return Stream.of(
                write("persist", session -> session.persist(new Note(2, "new"))),
                write("merge", session -> session.merge(new Note(1, "merged"))),
                write("remove", session -> session.remove(session.find(Note.class, 1L))),
                write("replicate", WriteRefusalTest::replicate),
                write(
                        "a changed entity",
                        session -> session.find(Note.class, 1L).rewrite("changed")),
                write("a changed entity, flushed", session -> {
                    session.find(Note.class, 1L).rewrite("changed");
                    session.flush();
                }),
                write(
                        "HQL update",
                        session -> session.createMutationQuery("update Note set text = 'hql'")
                                .executeUpdate()),
                write(
                        "HQL delete",
                        session -> session.createMutationQuery("delete Note").executeUpdate()),
                write("HQL update as a query", WriteRefusalTest::updateAsQuery),
                write("criteria delete", session -> {
                    CriteriaDelete<Note> all = session.getCriteriaBuilder().createCriteriaDelete(Note.class);
                    all.from(Note.class);
                    session.createMutationQuery(all).executeUpdate();
                }),
                write(
                        "native insert",
                        session -> session.createNativeMutationQuery("insert into note values (3, 'n')")
                                .executeUpdate()),
                write(
                        "native update read as a query",
                        session -> session.createNativeQuery("update note set text = 'n' returning id", Long.class)
                                .getResultList()),
                write(
                        "WITH … UPDATE",
                        session -> session.createNativeQuery(
                                        "with changed as (update note set text = 'w' returning id) select id from changed",
                                        Long.class)
                                .getResultList()),
                write(
                        "two statements",
                        session -> session.createNativeQuery("select 1; delete from note", Integer.class)
                                .getResultList()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void isRefusedBeforeAnySqlIsSent(String how, Consumer<Session> write) {
        assertRefused(
                () -> calls.onReplica1(session -> {
                    write.accept(session);
                    return null;
                }),
                "replica-1;reason=by-name",
                "Calls.onReplica1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void isRefusedInATransactionOfTheReadToo(String how, Consumer<Session> write) {
        assertRefused(
                () -> calls.inReplicaTransaction(session -> {
                    write.accept(session);
                    return null;
                }),
                "Calls.inReplicaTransaction");
    }

    @Test
    void isRefusedToAStatelessSession() {
        assertRefused(
                () -> calls.onReplica1(session -> stateless.get(Note.class, 1L)), "replica-1", "Calls.onReplica1");
    }

    @Test
    void isRefusedToASessionOpenedByHand() {
        assertRefused(
                () -> calls.onReplica1(session -> {
                    try (Session own = sessions.openSession()) {
                        return own.find(Note.class, 1L);
                    }
                }),
                "replica-1",
                "Calls.onReplica1");
    }

    @Test
    void ofAFunctionIsRefusedByTheServer() {
        WriteRefusedException refused = assertThrows(
                WriteRefusedException.class,
                () -> calls.onReplica1(session -> session.createNativeQuery("select add_note()", Long.class)
                        .getSingleResult()));
        JDBCException thrown = assertInstanceOf(JDBCException.class, refused.getCause());
        SQLException cause = assertInstanceOf(SQLException.class, thrown.getCause());
        assertEquals(READ_ONLY_SQL_TRANSACTION, cause.getSQLState());
    }

    @Test
    void isAllowedToAPrimaryCallInsideTheRead() {
        assertDoesNotThrow(() -> calls.onReplica1(read -> calls.inPrimaryTransaction(session ->
                session.createMutationQuery("update Note set text = text").executeUpdate())));
    }

    private void assertRefused(org.junit.jupiter.api.function.Executable read, String... named) {
        String message = assertThrows(WriteRefusedException.class, read).getMessage();
        for (String name : named) {
            assertTrue(message.contains(name), message);
        }
        assertEquals(
                "first",
                calls.inPrimaryTransaction(
                        session -> session.createNativeQuery("select string_agg(text, ',') from note", String.class)
                                .getSingleResult()));
    }

    private static Arguments write(String how, Consumer<Session> write) {
        return Arguments.of(how, write);
    }

    @SuppressWarnings("deprecation") // it is there, so it is tried
    private static void updateAsQuery(Session session) {
        session.createQuery("update Note set text = 'hql'").executeUpdate();
    }

    @SuppressWarnings("deprecation")
    private static void replicate(Session session) {
        session.replicate(new Note(2, "new"), org.hibernate.ReplicationMode.OVERWRITE);
    }
}
