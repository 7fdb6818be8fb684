#!/bin/sh
# Everything that can be judged without running the tests.
set -eu
cd "$(dirname "$0")/../.."
sh tools/shell/setup.sh dev
bin=.venv/bin
echo "ruff"; $bin/ruff check --quiet . && $bin/ruff format --check --quiet .
echo "djlint"; $bin/djlint --quiet --lint templates
echo "migrations"; DEBUG=1 $bin/python manage.py makemigrations --check --dry-run >/dev/null
echo "english"; DEBUG=1 $bin/python -m tools.messages --check
echo "deploy"
random_key() { $bin/python -c 'import secrets; print(secrets.token_urlsafe(64))'; }
env -u DEBUG SECRET_KEY="$(random_key)" JWT_SIGNING_KEY="$(random_key)" SITE_URL=https://shop.example \
    ALLOWED_HOSTS=shop.example EMAIL_URL=smtp+tls://mail.example:587 $bin/python manage.py check --deploy --fail-level WARNING
echo "mypy"; DEBUG=1 $bin/mypy --no-error-summary; (cd examples/python && ../../$bin/mypy --no-error-summary .)
echo "OK"
