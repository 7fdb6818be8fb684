"""WSGI entry point."""

import os
from typing import Any

from iluminacasa.stopping import go_when_told


def load() -> Any:
    go_when_told()  # before what takes long
    from django.core.wsgi import get_wsgi_application

    from iluminacasa.charsets import readable

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
    return readable(get_wsgi_application())


application = load()
