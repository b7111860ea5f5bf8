package io.userservice.call;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGStatement;

/**
 * A statement and its values, for {@link PositionedSelect} and {@link PositionedWrite}. Immutable.
 *
 * @param text with a {@code ?} for each value
 * @param values what the driver takes as an object: texts, numbers, UUIDs, {@code OffsetDateTime}, arrays of texts
 * @param plannedForValues whether the server is to plan it for these values each time; else it is prepared once
 */
public record Sql(String text, List<?> values, boolean plannedForValues) {

    /** Makes something of the current row of a result; columns are known by their names. */
    @FunctionalInterface
    public interface Row<T> {

        /** The row; the result stays where it is. */
        T read(ResultSet row) throws SQLException;
    }

    /** A statement that is prepared once. */
    public Sql(String text, List<?> values) {
        this(text, values, false);
    }

    /** Runs the statement as it is. */
    <T> List<T> rows(Connection connection, Row<T> row) throws SQLException {
        try (PreparedStatement statement = prepare(connection, text);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(row.read(rows));
            }
            return found;
        }
    }

    /** Prepares a text that has the values of this one. */
    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        int index = 0;
        for (Object value : values) {
            statement.setObject(++index, value);
        }
        if (plannedForValues) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
        return statement;
    }
}
