#!/bin/sh
# The replica begins as a copy of the primary and follows it from then on.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    until PGPASSWORD="$POSTGRES_PASSWORD" pg_basebackup --host=primary --username=replication --pgdata="$PGDATA" \
        --write-recovery-conf --wal-method=stream --checkpoint=fast --slot=replica; do
        echo "waiting for the primary"
        sleep 2
    done
    chmod 0700 "$PGDATA"
fi
# As many connections as the primary, or PostgreSQL refuses to follow it.
exec postgres -c max_connections=300 -c max_standby_streaming_delay=2s -c max_standby_archive_delay=2s
