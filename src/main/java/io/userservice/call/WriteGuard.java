package io.userservice.call;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Refuses, before it is sent, every statement of a read that is not a read. Thread-safe. */
@PersistenceUnitExtension
@ApplicationScoped
class WriteGuard implements StatementInspector {

    private static final long serialVersionUID = 1L;

    @Override
    public String inspect(String sql) {
        RoutedCall read = RoutedCall.currentRead();
        if (read != null && !ReadStatement.is(sql)) {
            throw read.refusal(sql, null);
        }
        return sql;
    }
}
