# Sourced. start_postgres gives POSTGRES_URL: TEST_POSTGRES_URL if set, else a private throw-away server.
start_postgres() {
    if [ -n "${TEST_POSTGRES_URL:-}" ]; then
        POSTGRES_URL=$TEST_POSTGRES_URL
        return 0
    fi
    PG_BIN=$(ls -d /usr/lib/postgresql/*/bin /usr/local/opt/postgresql*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$PG_BIN" ] && [ -x "$PG_BIN/initdb" ] || return 1
    PG_HOME=$(mktemp -d)
    PG_PORT=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$PG_HOME"
        as_owner() { su postgres -s /bin/sh -c "$1"; }
    else
        as_owner() { sh -c "$1"; }
    fi
    as_owner "$PG_BIN/initdb -D $PG_HOME/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null" || return 1
    as_owner "$PG_BIN/pg_ctl -D $PG_HOME/data -w -l $PG_HOME/log -o '-p $PG_PORT -k $PG_HOME -c listen_addresses=127.0.0.1' start >/dev/null" || return 1
    POSTGRES_URL="postgres://postgres@127.0.0.1:$PG_PORT/shop"
}

stop_postgres() {
    [ -n "${PG_HOME:-}" ] || return 0
    as_owner "$PG_BIN/pg_ctl -D $PG_HOME/data -m immediate stop >/dev/null" || :
    rm -rf "$PG_HOME"
    PG_HOME=
}
