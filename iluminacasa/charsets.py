"""Which character sets a request may claim. Python knows codecs that are none (bz2, hex, idna) and crash who decodes.

Django decodes the address by the charset the body claims while it builds the request, before any middleware could
refuse it. So such a claim is put aside here, and `guards` answers it.
"""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

TEXT_CHARSETS = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252"})
PUT_ASIDE, UNREADABLE = "shop.charset", "?"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def is_text(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in TEXT_CHARSETS
    except (LookupError, ValueError):
        return False


def claimed(content_type: str) -> tuple[str, str]:
    """Media type and charset; what cannot be read (too long, in an encoding nobody knows) claims one that is none."""
    try:
        kind, terms = parse_header_parameters(content_type)
    except (LookupError, ValueError):
        return "", UNREADABLE
    return kind, terms.get("charset", "")


def readable(application: Application) -> Application:
    def inner(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        kind, charset = claimed(environ.get("CONTENT_TYPE", ""))
        if charset and not is_text(charset):
            environ[PUT_ASIDE], environ["CONTENT_TYPE"] = charset, kind
        return application(environ, start_response)

    return inner
