#!/usr/bin/env python
"""Command line of Ilumina Casa; see README.md."""

import os
import sys

if sys.version_info < (3, 12):
    sys.exit(
        "Ilumina Casa needs Python 3.12 or newer and this is %d.%d: install Python 3.13, "
        "then run `make run`, which finds it by itself." % sys.version_info[:2]
    )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed in this Python: run `make run`, or `.venv/bin/python manage.py ...`.")
    from django.core.exceptions import ImproperlyConfigured

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Ilumina Casa cannot start: {error}")


if __name__ == "__main__":
    main()
