#!/bin/bash
# A standby of the host "primary" that has its own slot ($SLOT): a copy of the primary at its first start, and itself after.
set -euo pipefail

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    # Under another name until it is complete: half a copy must never start.
    rm -rf "$PGDATA.copy"
    PGPASSWORD=$REPLICATION_PASSWORD pg_basebackup --pgdata "$PGDATA.copy" --host "${PRIMARY:-primary}" \
        --username replicator --slot "$SLOT" --write-recovery-conf --checkpoint fast
    mv --no-target-directory "$PGDATA.copy" "$PGDATA"
fi
exec docker-entrypoint.sh postgres -c cluster_name="$SLOT" "$@"
