package io.userservice.migration;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a migration failed. Immutable.
 *
 * @param reason in one line, without what a migration's statement says
 * @param passes whether it is the fault of a server or network that is down, and not that of a setting or a statement
 */
record MigrationFailure(String reason, boolean passes) {

    private static final String READ_ONLY = "25006";

    /** Judges by the first SQLSTATE in the chain of causes (PostgreSQL's documentation, appendix A). */
    static MigrationFailure of(Throwable failure) {
        SQLException sql = firstWithState(failure);
        if (sql == null) {
            String message = oneLine(failure.getMessage());
            // Another instance migrates, and takes longer than Flyway waits.
            return new MigrationFailure(message, message.contains("advisory lock"));
        }
        String state = sql.getSQLState();
        boolean passes =
                state.startsWith("08") || state.startsWith("57P") || state.startsWith("53") || state.equals(READ_ONLY);
        String message = oneLine(connects(state) ? sql.getMessage() : failure.getMessage());
        return new MigrationFailure(message + " (SQLSTATE " + state + ")", passes);
    }

    /** Whether it failed before any statement: then Flyway's own words add nothing. */
    private static boolean connects(String state) {
        return state.startsWith("08") || state.startsWith("28") || state.startsWith("3D") || state.startsWith("57P");
    }

    /** Whether a server refused to write (25006): a standby, or one behind a pooler that nobody mentioned. */
    boolean isReadOnly() {
        return reason.endsWith(READ_ONLY + ")");
    }

    private static @Nullable SQLException firstWithState(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql;
            }
        }
        return null;
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).replaceAll("\\s+", " ").strip();
    }
}
