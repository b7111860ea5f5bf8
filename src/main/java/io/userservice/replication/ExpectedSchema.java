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

    /** What is known of a server in this respect. */
    Answerable of(Server server, Servers servers) {
        return new Answerable(server, servers);
    }

    /** What one server was found able to answer. It is asked only if that is in doubt. Used by one thread at a time. */
    final class Answerable {

        private final Server server;
        private final Servers servers;
        private boolean inDoubt = true;

        /** What a replica was last found able to answer. */
        private List<String> found = List.of();

        private Answerable(Server server, Servers servers) {
            this.server = server;
            this.servers = servers;
        }

        /** The next time the server is asked: the connection is new, or a read has failed. */
        void doubt() {
            inDoubt = true;
        }

        /**
         * Asks, if that is in doubt, over a connection to the server. Returns whether the answer was yes now; if it was no,
         * {@link Servers} knows.
         *
         * @throws SQLException if the server is at fault
         */
        boolean isFoundOut(Connection connection) throws SQLException {
            try {
                return ask(connection);
            } catch (SQLException e) {
                switch (SqlFailure.of(e)) {
                    case UNSUITABLE -> servers.unsuitable(server, SqlFailure.describe(e));
                    // A migration that is being replayed has the table locked: the next time will tell.
                    case CANCELLED -> doubt();
                    default -> throw e;
                }
                return false;
            }
        }

        @SuppressWarnings("ReferenceEquality") // another object means that it has changed
        private boolean ask(Connection connection) throws SQLException {
            boolean unsuitable = server.status().state() == ServerState.UNSUITABLE;
            List<String> expected = answerable;
            if (!inDoubt && !unsuitable && (server.role() == Role.PRIMARY || found == expected)) {
                return false;
            }
            if (server.role() == Role.PRIMARY) {
                inDoubt = !learn(connection);
            } else {
                check(connection);
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
