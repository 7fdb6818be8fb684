#!/bin/sh
# Production server. Everything comes from the environment or .env; see .env.example.
set -eu
cd "$(dirname "$0")/../.."
sh tools/shell/setup.sh
.venv/bin/python manage.py migrate --check >/dev/null 2>&1 || {
    .venv/bin/python manage.py check --fail-level ERROR || exit 1
    echo "The database is behind this code: run .venv/bin/python manage.py migrate first." >&2
    exit 1
}
metrics=$(DJANGO_SETTINGS_MODULE=iluminacasa.settings .venv/bin/python -c 'from django.conf import settings; print(settings.METRICS_FOLDER)')
rm -f "$metrics"/*.db # counts of processes that are gone
.venv/bin/python manage.py collectstatic --noinput --verbosity 0
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}" # glibc keeps an arena per thread otherwise: 6 MB a worker for nothing
exec .venv/bin/granian --interface wsgi iluminacasa.wsgi:application \
    --host "${HOST:-127.0.0.1}" --port "${PORT:-8000}" --workers "${WORKERS:-2}" --blocking-threads "${THREADS:-4}" \
    --respawn-failed-workers --workers-kill-timeout 25 --backlog 1024 --no-ws --log-level warning
