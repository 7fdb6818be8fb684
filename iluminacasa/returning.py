"""Where a visitor goes after a form: only to pages of this site."""

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

MAX_NEXT = 2000  # characters of an address to go back to


def own_path(wanted: str, *, default: str) -> str:
    """`wanted` if it is a path of this site; anything else counts as `default`."""
    wanted = wanted[:MAX_NEXT]
    if not wanted.startswith("/") or not wanted.isprintable():
        return default
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else default


def see_other(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address, status=303)
