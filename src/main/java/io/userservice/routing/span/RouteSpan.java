package io.userservice.routing.span;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.userservice.replication.SqlFailure;
import io.userservice.trace.QuerySummary;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a trace shows of one attempt of a call: OpenTelemetry's semantic conventions for database client spans, v1.37.
 * Confined to the thread of its call.
 */
public final class RouteSpan {

    /** For a call that is in no trace. */
    public static final RouteSpan NONE = new RouteSpan(null);

    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> TABLE = AttributeKey.stringKey("db.collection.name");
    private static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");
    private static final AttributeKey<String> SQLSTATE = AttributeKey.stringKey("db.response.status_code");

    /** A summary has at most 255 characters. */
    private static final int MOST_STATEMENTS = 5;

    private final @Nullable Span span;
    private final Set<QuerySummary> statements;

    RouteSpan(@Nullable Span span) {
        this.span = span;
        this.statements = span == null ? Set.of() : new LinkedHashSet<>();
    }

    /** The call is about to run a statement. */
    public void runs(String sql) {
        if (span != null && statements.size() < MOST_STATEMENTS) {
            statements.add(QuerySummary.of(sql));
        }
    }

    /** Runs the attempt, and ends its span. */
    public @Nullable Object around(Callable<@Nullable Object> attempt) throws Exception {
        try {
            return attempt.call();
        } catch (Exception failure) {
            failed(failure);
            throw failure;
        } finally {
            end();
        }
    }

    /** An error of the span if it is one of the database. Its message may hold a client's values. */
    private void failed(Throwable failure) {
        String type = span == null ? null : errorType(failure);
        if (span == null || type == null) {
            return;
        }
        span.setStatus(StatusCode.ERROR).setAttribute(ERROR, type);
        String state = SqlFailure.state(failure);
        if (state != null) {
            span.setAttribute(SQLSTATE, state);
        }
    }

    /** The SQLSTATE, else the class of the exception; null if that is none of the database. */
    static @Nullable String errorType(Throwable failure) {
        String state = SqlFailure.state(failure);
        return state == null && SqlFailure.of(failure) != SqlFailure.NONE ? SqlFailure.describe(failure) : state;
    }

    private void end() {
        if (span == null) {
            return;
        }
        if (!statements.isEmpty()) {
            String summary = statements.stream().map(QuerySummary::toString).collect(Collectors.joining("; "));
            span.updateName(summary).setAttribute(SUMMARY, summary);
        }
        if (statements.size() == 1) {
            QuerySummary only = statements.iterator().next();
            span.setAttribute(OPERATION, only.operation());
            only.table().ifPresent(table -> span.setAttribute(TABLE, table));
        }
        span.end();
    }
}
