package io.userservice.call;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Refuses, before it is sent, every statement of a read that is not a read. Thread-safe. */
@PersistenceUnitExtension
@ApplicationScoped
class WriteGuard implements StatementInspector {

    private static final long serialVersionUID = 1L;

    /** Beyond this many texts, which no service of this kind has, each is looked at anew. */
    private static final int MOST_REMEMBERED = 1000;

    private final transient Set<String> reads = ConcurrentHashMap.newKeySet();

    @Override
    public String inspect(String sql) {
        RoutedCall call = RoutedCall.current();
        if (call != null) {
            if (call.isRead() && !isRead(sql)) {
                throw call.refusal(sql, null);
            }
            call.runs(sql);
        }
        return sql;
    }

    private boolean isRead(String sql) {
        if (reads.contains(sql)) {
            return true;
        }
        boolean is = ReadStatement.is(sql);
        if (is && reads.size() < MOST_REMEMBERED) {
            reads.add(sql);
        }
        return is;
    }
}
