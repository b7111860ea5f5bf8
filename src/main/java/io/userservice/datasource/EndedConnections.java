package io.userservice.datasource;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Where one connection of a pool has ended while it rested, the others that rest are closed too, instead of being waited for
 * one after another: a firewall that has forgotten one says nothing about any. Thread-safe.
 */
public final class EndedConnections implements AgroalPoolInterceptor {

    private final AgroalDataSource pool;

    EndedConnections(AgroalDataSource pool) {
        this.pool = pool;
    }

    /** From now on, in this pool. */
    public static void watch(AgroalDataSource pool) {
        pool.setPoolInterceptors(List.of(new EndedConnections(pool)));
    }

    /** The pool lets go of a connection. One that is closed already has failed, or did not answer when it was validated. */
    @Override
    public void onConnectionDestroy(Connection connection) {
        try {
            if (connection.isClosed()) {
                pool.flush(FlushMode.IDLE);
            }
        } catch (SQLException e) {
            pool.flush(FlushMode.IDLE);
        }
    }
}
