#!/bin/sh
# Makes .venv and installs the pinned packages. `setup.sh dev` adds what tests and checks need.
# A stamp named after the requirement files makes a second run cost nothing.
set -eu
cd "$(dirname "$0")/../.."
files="requirements.lock"
[ "${1:-}" = dev ] && files="requirements.lock requirements-dev.txt"
stamp=".venv/.installed-$(cat $files | cksum | tr ' ' '-')"
[ -f "$stamp" ] && exit 0

python=$(sh tools/shell/python.sh)
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then
    echo "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv || { echo "Could not make .venv: install Python's venv module (Debian: python3-venv)." >&2; exit 1; }
fi
echo "Installing packages (once)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock 2>.venv/pip.log ||
    { tail -n 5 .venv/pip.log >&2; echo "Packages could not be installed; the lines above say why." >&2; exit 1; }
if [ "${1:-}" = dev ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt 2>.venv/pip.log ||
        { tail -n 5 .venv/pip.log >&2; echo "Packages could not be installed; the lines above say why." >&2; exit 1; }
fi
touch "$stamp"
