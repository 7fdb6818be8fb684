"""The languages of the storefront: Portuguese, and English at the same addresses behind `/en/`.

Texts stand in the code in Portuguese and are translated by gettext (`*/locale/en`). An address is the same in both
languages but for the prefix, which Django's own script prefix carries: whatever is reversed while English is spoken
begins with `/en/`. The back office speaks Portuguese only; the API chooses by Accept-Language (RFC 9110, 12.5.4).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, update_wrapper
from typing import cast

from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

PORTUGUESE, ENGLISH = "pt-br", "en"
PREFIXES = {PORTUGUESE: "", ENGLISH: "/en"}
TAGS = {PORTUGUESE: "pt-BR", ENGLISH: "en"}  # as HTML and HTTP write them (BCP 47)
NAMES = {PORTUGUESE: "Português", ENGLISH: "English"}  # each in its own language
CHOICES = [(PORTUGUESE, NAMES[PORTUGUESE]), (ENGLISH, NAMES[ENGLISH])]
_now: ContextVar[str] = ContextVar("language", default=PORTUGUESE)  # Django's own answer costs forty times as much
NOT_PAGES = frozenset(
    {
        "admin",
        "api",
        "en",
        "media",
        "static",
        "healthz",
        "readyz",
        "metrics",
        "robots.txt",
        "favicon.ico",
        ".well-known",
    }
)


def current() -> str:
    """The language spoken now; Portuguese wherever nobody chose."""
    return _now.get()


def tag() -> str:
    return TAGS[current()]


@contextmanager
def saying(language: str) -> Iterator[None]:
    """Texts in `language`, addresses as they were: an app has the same ones in every language."""
    before = _now.set(language)
    try:
        with translation.override(language):
            yield
    finally:
        _now.reset(before)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts and addresses in `language`: for a request, and for what is written to somebody later."""
    before = get_script_prefix()
    set_script_prefix(f"{PREFIXES[language]}/")
    try:
        with saying(language):
            yield
    finally:
        set_script_prefix(before)


def behind_prefix(path: str) -> str | None:
    """The Portuguese address an English one stands for; None for what is no English page."""
    prefix = f"{PREFIXES[ENGLISH]}/"
    if not path.startswith(prefix):
        return None
    plain = path[len(prefix) - 1 :]
    return plain if has_twin(plain) else None


def has_twin(path: str) -> bool:
    """Is this the Portuguese address of a page that is there in English too? `//` begins another host's."""
    first = path[1:].partition("/")[0]
    return not path.startswith("//") and first not in NOT_PAGES and not first.startswith("sitemap")


def address(path: str, language: str) -> str:
    """The same page in `language`; `path` may have a query, and is a page's in either language."""
    return PREFIXES[language] + (behind_prefix(path) or path)


def other() -> str:
    """The language that is not spoken now."""
    return PORTUGUESE if current() == ENGLISH else ENGLISH


def led_to(written: str) -> str:
    """An address somebody wrote into a text (`/entrega/`), leading to the page in the language spoken."""
    english = PREFIXES[ENGLISH] + written
    is_page = written.startswith("/") and not written.startswith("//") and behind_prefix(english) is not None
    return english if is_page and current() == ENGLISH else written


class Foreign(str):
    """A text in another language than the one spoken: Portuguese, where nobody wrote English.

    `lang` marks it (WCAG 3.1.2).
    """

    lang = TAGS[PORTUGUESE]


def spoken(portuguese: str, english: str) -> str:
    """Of a text that staff wrote, what is said now; Portuguese where there is no English.

    Templates print it with its mark: `<p{{ text|lang }}>{{ text }}</p>`.
    """
    if current() == PORTUGUESE or not portuguese:
        return portuguese
    return english or Foreign(portuguese)


def accepted(header: str) -> str:
    """What an Accept-Language asks for; Portuguese when it names neither."""
    for wanted, _weight in parse_accept_lang_header(header.lower()):
        if wanted == "*":
            break
        for language in PREFIXES:
            if wanted.partition("-")[0] == language.partition("-")[0]:
                return language
    return PORTUGUESE


def wished(headers: Mapping[str, str]) -> str:
    """The language an app asks to be written in; "" where it does not say."""
    header = headers.get("Accept-Language", "")
    return accepted(header) if header else ""


class Kept[**P, R]:
    """What was made, for each language by itself."""

    def __init__(self, make: Callable[P, R], maxsize: int) -> None:
        self.caches = {language: lru_cache(maxsize=maxsize)(make) for language in PREFIXES}
        update_wrapper(self, make)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return cast("Callable[P, R]", self.caches[_now.get()])(*args, **kwargs)

    def cache_clear(self) -> None:
        for cache in self.caches.values():
            cache.cache_clear()


def kept[**P, R](*, maxsize: int) -> Callable[[Callable[P, R]], Kept[P, R]]:
    """`lru_cache` for what reads differently in each language."""

    def keep(make: Callable[P, R]) -> Kept[P, R]:
        return Kept(make, maxsize)

    return keep
