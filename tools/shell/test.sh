#!/bin/sh
# The whole suite on SQLite, then what touches the database again on PostgreSQL when a server can be had.
set -eu
cd "$(dirname "$0")/../.."
sh tools/shell/setup.sh dev
spread="-n ${TEST_PROCESSES:-3} --dist loadfile --no-loadscope-reorder --durations=30" # long files come first: tests/conftest.py
# Chromium's driver keeps an event loop running in its process, which Django's database refuses: apart, therefore.
.venv/bin/python -m pytest $spread -m "not browser"
.venv/bin/python -m pytest $spread -m browser tests/browser
. tools/shell/postgres.sh
if start_postgres; then
    trap stop_postgres EXIT INT TERM
    TEST_DATABASE_URL="$POSTGRES_URL" .venv/bin/python -m pytest $spread -m "not browser and not house and not once"
elif [ "${STRICT:-}" = 1 ]; then
    echo "FAILED: PostgreSQL was not found and STRICT=1 asks for it" >&2
    exit 1
else
    echo "SKIPPED: the PostgreSQL run (no server found; set TEST_POSTGRES_URL or install postgresql)"
fi
