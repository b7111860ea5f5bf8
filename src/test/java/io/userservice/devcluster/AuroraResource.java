package io.userservice.devcluster;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Gives a Quarkus test the shared cluster and a user of its own, for whom each server says what Aurora's would, and
 * refuses what Aurora's refuse. It is a stand-in of that name and shape (Aurora's user guide, "aurora_replica_status"):
 * functions in a schema that only this user's search path has, and has before PostgreSQL's own.
 */
public final class AuroraResource implements QuarkusTestResourceLifecycleManager {

    /** Aurora's positions are not PostgreSQL's. */
    public static final long FIRST_POSITION = 1L << 40;

    private static final String USER = "aurora_user";

    private static final String STAND_IN = """
            drop schema if exists aurora cascade;
            create schema aurora;
            grant usage on schema aurora to public;

            create function aurora.aurora_db_instance_identifier() returns text language sql
            as $$ select pg_catalog.current_setting('cluster_name') $$;

            create function aurora.aurora_replica_status() returns table (
                server_id text, session_id text, durable_lsn bigint, highest_lsn_rcvd bigint, current_read_lsn bigint,
                cur_replay_latency_in_usec bigint, replica_lag_in_msec double precision,
                last_update_timestamp timestamptz)
            language plpgsql as $$
            declare
                recovering boolean := pg_catalog.pg_is_in_recovery();
                written pg_lsn := case when recovering then pg_catalog.pg_last_wal_receive_lsn()
                                       else pg_catalog.pg_current_wal_flush_lsn() end;
                first bigint := FIRST;
            begin
                return query select case when recovering then 'writer' else aurora.aurora_db_instance_identifier() end,
                    'MASTER_SESSION_ID', first + (written - '0/0')::bigint, null::bigint, null::bigint,
                    null::bigint, null::float8, null::timestamptz;
                if recovering then
                    return query select aurora.aurora_db_instance_identifier(), gen_random_uuid()::text,
                        first + (pg_catalog.pg_last_wal_replay_lsn() - '0/0')::bigint,
                        first + (written - '0/0')::bigint,
                        first + (pg_catalog.pg_last_wal_replay_lsn() - '0/0')::bigint,
                        0::bigint, 17::float8, statement_timestamp() - interval '2 s';
                end if;
            end $$;

            create function aurora.refuse(name text) returns void language plpgsql
            as $$ begin raise feature_not_supported using message = name || ' is not supported for Aurora'; end $$;
            create function aurora.pg_last_wal_replay_lsn() returns pg_lsn language plpgsql
            as $$ begin perform aurora.refuse('pg_last_wal_replay_lsn'); return null; end $$;
            create function aurora.pg_current_wal_flush_lsn() returns pg_lsn language plpgsql
            as $$ begin perform aurora.refuse('pg_current_wal_flush_lsn'); return null; end $$;
            create function aurora.pg_walfile_name(pg_lsn) returns text language plpgsql
            as $$ begin perform aurora.refuse('pg_walfile_name'); return null; end $$;
            create function aurora.received_tli() returns int language plpgsql
            as $$ begin perform aurora.refuse('pg_stat_get_wal_receiver'); return null; end $$;
            create view aurora.pg_stat_wal_receiver as select aurora.received_tli() as received_tli;
            grant select on aurora.pg_stat_wal_receiver to public;

            do $$ begin
                if not exists (select from pg_roles where rolname = 'aurora_user') then
                    create role aurora_user login password 'aurora_user' in role userservice;
                end if;
            end $$;
            alter role aurora_user set role = userservice;
            alter role aurora_user set search_path = public, aurora, pg_catalog;
            """.replace("FIRST", Long.toString(FIRST_POSITION));

    @Override
    public Map<String, String> start() {
        DevCluster cluster = ClusterResource.cluster();
        try (Connection connection = Superuser.connect(cluster.primary());
                Statement statement = connection.createStatement()) {
            statement.execute(STAND_IN);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        cluster.servers().stream().skip(1).forEach(standby -> Faults.awaitCaughtUp(standby, cluster.primary()));
        Map<String, String> configuration = cluster.configuration();
        configuration.replaceAll(
                (property, value) -> property.endsWith(".username") || property.endsWith(".password") ? USER : value);
        return configuration;
    }

    @Override
    public void stop() {
        // Nobody else sees the schema.
    }
}
