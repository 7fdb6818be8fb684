"""The forms a page holds, read from its HTML as a browser would."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

TYPED = frozenset({"text", "email", "tel", "search", "number", "textarea"})
SUMMARY = re.compile(r'<li><a href="#([^"]+)">')


@dataclass
class Control:
    name: str
    kind: str
    value: str = ""


@dataclass
class Form:
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(each.name for each in self.controls))


class Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.ids: set[str] = set()
        self.area: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        if tag == "form":
            self.open = Form(given.get("action") or self.address, given.get("method", "get").lower())
            self.forms.append(self.open)
            if "id" in given:
                self.by_id[given["id"]] = self.open
        elif tag in ("input", "select", "textarea", "button") and "name" in given:
            form = self.by_id.get(given.get("form", "")) or self.open
            control = Control(
                given["name"], given.get("type", "text") if tag == "input" else tag, given.get("value", "")
            )
            if form is not None:
                form.controls.append(control)
            self.area = control if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.area = None


def read(page: str, address: str) -> Reader:
    reader = Reader(address)
    reader.feed(page)
    return reader


def posts(page: str, address: str) -> list[Form]:
    """Forms that change something, each kind once."""
    found = {(form.action, tuple(form.names)): form for form in read(page, address).forms if form.method == "post"}
    return list(found.values())


def dead_links(page: str) -> list[str]:
    """Links of the error summary that lead to no element of the page."""
    if "data-form-errors" not in page:
        return []
    links = [unescape(link) for link in SUMMARY.findall(page[page.index("data-form-errors") :])]
    return [link for link in links if link not in read(page, "").ids]


def lost(page: str, form: Form, sent: str) -> list[str]:
    """Typed fields that came back in the same form without what was sent."""
    again = [each for each in read(page, form.action).forms if set(form.names) & set(each.names)]
    kept = {control.name for each in again for control in each.controls if control.value.lstrip("\n") == sent}
    shown = {control.name for each in again for control in each.controls if control.kind in TYPED}
    return [each.name for each in form.controls if each.kind in TYPED and each.name in shown - kept]
