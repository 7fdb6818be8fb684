"""The same shop, which says of every request that it took it, before anything is done. Only a test serves this."""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from tests.trust.plain_files import build


def note_first(shop: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        sys.stderr.write(f"taken {environ.get('HTTP_X_REQUEST_ID', '-')}\n")
        sys.stderr.flush()
        return shop(environ, start_response)

    return application


application = note_first(build())
