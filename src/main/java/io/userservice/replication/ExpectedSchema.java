package io.userservice.replication;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.SelectableConsumer;

/**
 * The tables and columns that this service reads, as Hibernate maps them, if the primary has them. A replica that has not
 * replayed a migration yet, or denies a right, cannot answer it. Thread-safe.
 */
@ApplicationScoped
class ExpectedSchema {

    /** One for each table; it reads no row. */
    private final List<String> questions;

    /**
     * What the primary can answer; another object when that has changed. Nothing before it was asked: while it is down,
     * nobody knows what a replica would have to have.
     */
    private volatile List<String> answerable = List.of();

    ExpectedSchema(SessionFactory sessions) {
        Map<String, Set<String>> tables = new TreeMap<>();
        SelectableConsumer column = (index, mapped) -> {
            if (!mapped.isFormula()) {
                tables.computeIfAbsent(mapped.getContainingTableExpression(), table -> new TreeSet<>())
                        .add(mapped.getSelectionExpression());
            }
        };
        sessions.unwrap(SessionFactoryImplementor.class).getMappingMetamodel().forEachEntityDescriptor(entity -> {
            entity.getIdentifierMapping().forEachSelectable(column);
            entity.forEachAttributeMapping(attribute -> attribute.forEachSelectable(column));
        });
        this.questions = tables.entrySet().stream()
                .map(table -> "select " + String.join(",", table.getValue()) + " from " + table.getKey() + " limit 0")
                .toList();
    }

    /** What is known of one server in this respect. */
    Answerable ofOneServer() {
        return new Answerable();
    }

    /** What one server was found able to answer. It is asked only if that is in doubt. Used by one thread at a time. */
    final class Answerable {

        private boolean inDoubt = true;

        /** What a replica was last found able to answer. */
        private List<String> found = List.of();

        private Answerable() {}

        /** The next time the server is asked: the connection is new, or a read has failed. */
        void doubt() {
            inDoubt = true;
        }

        /**
         * Asks, if that is in doubt. Returns whether the answer was yes now.
         *
         * @param unsuitable whether the last answer was no
         * @throws SQLException see {@link #check}
         */
        @SuppressWarnings("ReferenceEquality") // another object means that it has changed
        boolean isFoundOut(Connection server, Role role, boolean unsuitable) throws SQLException {
            List<String> expected = answerable;
            if (!inDoubt && !unsuitable && (role == Role.PRIMARY || found == expected)) {
                return false;
            }
            if (role == Role.PRIMARY) {
                inDoubt = !learn(server);
            } else {
                check(server);
                inDoubt = false;
                found = expected;
            }
            return true;
        }
    }

    /** Finds out what the primary can answer: nobody asks a replica for more. Returns whether that is all. */
    private boolean learn(Connection primary) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String question : questions) {
            try (Statement statement = primary.createStatement()) {
                statement.execute(question);
                found.add(question);
            } catch (SQLException e) {
                if (SqlFailure.of(e) != SqlFailure.UNSUITABLE) {
                    throw e;
                }
            }
        }
        if (!found.equals(answerable)) {
            answerable = found;
        }
        return found.size() == questions.size();
    }

    /**
     * Returns if the replica could answer what this service asks. One round trip.
     *
     * @throws SQLException with what stands against it, such as 42P01 for a table that is not there
     */
    private void check(Connection replica) throws SQLException {
        if (answerable.isEmpty()) {
            return;
        }
        try (Statement statement = replica.createStatement()) {
            statement.execute(String.join(";", answerable));
        }
    }
}
