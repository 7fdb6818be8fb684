#!/bin/sh
# The shop on this machine, filled with the demo catalogue: server and background jobs together.
set -eu
cd "$(dirname "$0")/../.."
PORT="${PORT:-8000}"
HOST="${HOST:-127.0.0.1}"
export PORT HOST DEBUG=1 SITE_URL="${SITE_URL:-http://localhost:$PORT}"
python=$(sh tools/shell/python.sh)
"$python" - <<'PY'
import os, socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((os.environ["HOST"], int(os.environ["PORT"])))
    except (OSError, ValueError, OverflowError):
        sys.exit(f"Port {os.environ['PORT']} is not free: stop what uses it, or choose another, e.g. `make run PORT=8001`.")
PY
sh tools/shell/setup.sh
nice -n 10 .venv/bin/python manage.py run_jobs --loop &  # visitors before picture sizes
jobs=$!
.venv/bin/python manage.py prepare_demo --serve "$HOST:$PORT" &
server=$!
trap 'kill $server $jobs 2>/dev/null; wait $server $jobs 2>/dev/null || :' EXIT INT TERM
wait $server
