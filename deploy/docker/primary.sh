#!/bin/bash
# Once, in a new primary (docker-entrypoint-initdb.d): the user of the service, that of the replicas, and a slot for each.
set -euo pipefail

psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 --quiet <<'END'
\getenv service SERVICE_PASSWORD
\getenv replication REPLICATION_PASSWORD
create role userservice login password :'service' in role pg_monitor;
alter database :"DBNAME" owner to userservice;
create role replicator login replication password :'replication';
select pg_create_physical_replication_slot('replica_1'), pg_create_physical_replication_slot('replica_2');
END
# What the image allows to "all" databases is not meant for replication.
echo 'host replication replicator all scram-sha-256' >>"$PGDATA/pg_hba.conf"
