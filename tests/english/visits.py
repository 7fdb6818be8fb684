"""Goes through the shop in one language as people do, and keeps every page it was shown.

Links are followed until every kind of page was seen (a route, with the names of its parameters); every form of such
a page is sent empty and with nonsense, and nothing of that stays.
"""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.core.cache import caches
from django.db import transaction
from django.test import Client, TestCase
from django.urls import Resolver404, resolve

from iluminacasa import languages
from tests.english import said
from tests.pages.reading import Page
from tests.trust.forms import Control, Form

OF_A_KIND = 1  # pages of each kind that are looked at
NONSENSE: tuple[Any, ...] = ("", "x")
MOVED = (301, 302, 303)


@dataclass
class Shown:
    address: str  # with how it was asked
    status: int
    page: Page
    html: str


@dataclass
class Visitor:
    """`language` decides the prefix of every address that is asked."""

    language: str
    client: Client = field(default_factory=Client)
    shown: list[Shown] = field(default_factory=list)
    routes: set[str] = field(default_factory=set)
    strayed: list[str] = field(default_factory=list)  # sent to a page of the other language
    kinds: Counter[Any] = field(default_factory=Counter)
    sent: set[Any] = field(default_factory=set)

    def another(self) -> "Visitor":
        """Somebody else who writes into the same book."""
        return replace(self, client=Client())

    def there(self, path: str) -> str:
        return languages.address(path, self.language)

    def get(self, path: str, status: int | None = 200, **headers: str) -> Page:
        return self.look(self.ask(self.client.get, self.there(path), headers=headers or None), f"GET {path}", status)

    def post(self, path: str, fields: Mapping[str, Any] | None = None, status: int | None = 303) -> Page:
        """What the form leads to."""
        return self.look(self.ask(self.client.post, self.there(path), dict(fields or {})), f"POST {path}", status)

    @staticmethod
    def ask(method: Callable[..., Any], *asked: Any, **more: Any) -> Any:
        """What waits for the transaction is done as if it had ended: letters are written."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            return method(*asked, **more)

    def look(self, response: Any, asked: str, status: int | None) -> Page:
        self.note_route(response)
        first = response.status_code
        for _ in range(4):
            if response.status_code not in MOVED:
                break
            target = urldefrag(response["Location"]).url
            self.follow_up(asked, target)
            if (said.local(urljoin(self.there("/"), target))) is None:
                break
            response = self.ask(self.client.get, target)
            self.note_route(response)
        assert status in (None, first, response.status_code), (asked, first, response.status_code)
        return self.keep(response, asked)

    def keep(self, response: Any, asked: str) -> Page:
        html = response.content.decode() if "html" in response.get("Content-Type", "") else ""
        page = Page(html)
        if html:
            self.shown.append(Shown(asked, response.status_code, page, html))
        return page

    def follow_up(self, asked: str, target: str) -> None:
        path = said.local(target)
        if path is not None and languages.address(path, self.language) != path:
            self.strayed.append(f"{asked} leads to {target}")

    def note_route(self, response: Any) -> None:
        self.routes.add(route_of(response.request["PATH_INFO"], self))

    # --- Following links ------------------------------------------------------------------------
    def wander(self, *starts: str, most: int = 400) -> None:
        """Everything that can be reached from here, so many of each kind."""
        waiting, seen = deque(starts), set(starts)
        while waiting and len(seen) < most:
            path = waiting.popleft()
            page = self.get(path, status=None)
            self.send_forms(path)
            for link in page.links:
                target = self.plain(urljoin(self.there(path), link))
                if target is None or target in seen or not self.is_wanted(target):
                    continue
                seen.add(target)
                waiting.append(target)

    def plain(self, link: str) -> str | None:
        """The Portuguese address of a page of ours."""
        path = said.local(urldefrag(link).url)
        return None if path is None else languages.address(path, languages.PORTUGUESE)

    def is_wanted(self, path: str) -> bool:
        parts = urlsplit(path)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return True  # a dead link is shown
        names = tuple(sorted({name for name, _ in parse_qsl(parts.query)}))
        if len(names) > 2:  # combinations of filters are endless
            return False
        is_text = match.view_name == "catalog:page"
        kind = (parts.path if is_text else match.view_name, names)
        self.kinds[kind] += 1
        return self.kinds[kind] <= OF_A_KIND

    # --- Forms ----------------------------------------------------------------------------------
    def send_forms(self, path: str) -> None:
        """Every form of the page shown last that was not sent yet, with nonsense; nothing of it stays."""
        if not self.shown:
            return
        address = self.there(path)
        for form in posts(self.shown[-1].page, address):
            self.follow_up(f"form on {path}", form.action)
            kind = (route_of(form.action, self), tuple(form.names))
            if kind in self.sent:
                continue
            self.sent.add(kind)
            for value in NONSENSE:
                self.aside(self.try_form(form, value))

    def try_form(self, form: Form, value: Any) -> Callable[[], None]:
        fields = {each.name: each.value if each.name == "next" else value for each in form.controls}
        return lambda: self.refused(form.action, fields)

    def refused(self, action: str, fields: dict[str, Any]) -> None:
        self.look(
            self.ask(self.client.post, action, fields), f"POST {action} {sorted(set(map(str, fields.values())))}", None
        )

    def aside(self, do: Callable[[], None]) -> None:
        """Do it, and undo it."""
        kept = self.client.cookies.output(header="").replace("\r\n", "\n")
        caches["counters"].clear()
        with transaction.atomic():
            do()
            transaction.set_rollback(True)
        self.client.cookies.clear()
        for line in filter(None, map(str.strip, kept.split("\n"))):
            self.client.cookies.load(line)


def route_of(address: str, visitor: Visitor) -> str:
    path = visitor.plain(address)
    try:
        return resolve(urlsplit(path or address).path).route
    except Resolver404:
        return address


def posts(page: Page, address: str) -> list[Form]:
    """Forms of the page that change something, each kind once."""
    found: dict[Any, Form] = {}
    for element in page.all("form"):
        if element.get("method").lower() != "post":
            continue
        form = Form(element.get("action") or address, "post")
        for each in [*element.walk(), *(page.all(form=element["id"]) if element.has("id") else ())]:
            if each.tag in ("input", "select", "textarea", "button") and each.has("name"):
                form.controls.append(Control(each["name"], each.tag, each.get("value")))
        found[form.action, tuple(form.names)] = form
    return list(found.values())
