#!/bin/sh
# Prints a Python of at least 3.12, or says in one line what is missing.
candidates="python3.13 python3.12 python3 python"
for root in "${PYENV_ROOT:-$HOME/.pyenv}"; do
    for found in "$root"/versions/3.13*/bin/python3 "$root"/versions/3.1[2-9]*/bin/python3; do
        [ -x "$found" ] && candidates="$candidates $found"
    done
done
for candidate in $candidates; do
    if "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done
echo "Ilumina Casa needs Python 3.12 or newer (3.13 is best); none was found. Install it and run make again." >&2
exit 1
