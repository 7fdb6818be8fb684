"""The shop's own WSGI application, with static files as they lie in the tree: no test waits for collectstatic."""

from typing import Any

from iluminacasa.stopping import go_when_told


def build() -> Any:
    go_when_told()
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    from iluminacasa import wsgi

    return wsgi.application


application = build()
