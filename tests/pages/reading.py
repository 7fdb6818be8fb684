"""Reads the HTML of a page as a person or a robot would: elements by tag, class and attribute, and their text."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None") -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def has(self, name: str) -> bool:
        return name in self.attributes

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()

    @property
    def text(self) -> str:
        """All text inside, blanks folded; a no-break space counts as a blank."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style"):
                yield from child._texts()

    def walk(self) -> "Iterator[Element]":
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, tag: str = "", css: str = "", **attributes: str) -> "list[Element]":
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [
            each
            for each in self.walk()
            if (not tag or each.tag == tag)
            and (not css or css in each.classes)
            and all(each.attributes.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag: str = "", css: str = "", **attributes: str) -> "Element":
        found = self.all(tag, css, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {css} {attributes}"
        return found[0]

    def texts(self, tag: str = "", css: str = "", **attributes: str) -> list[str]:
        return [each.text for each in self.all(tag, css, **attributes)]


class Page(HTMLParser, Element):
    def __init__(self, html: str) -> None:
        Element.__init__(self, "", {}, None)
        HTMLParser.__init__(self, convert_charrefs=True)
        self.html = html
        self.open: list[Element] = [self]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.open[-1])
        self.open[-1].children.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}, self.open[-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in (each.tag for each in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    # --- What pages have in common ----------------------------------------------------------------
    @property
    def heading(self) -> str:
        return self.one("h1").text

    @property
    def title(self) -> str:
        return next(each.text for each in self.all("title"))

    @property
    def cards(self) -> list[str]:
        """Slugs of the product cards, in order."""
        return [each["data-product"] for each in self.all("article", "card")]

    @property
    def links(self) -> list[str]:
        return [each["href"] for each in self.all("a") if each.has("href")]

    def meta(self, name: str) -> str:
        found = self.all("meta", name=name) or self.all("meta", property=name)
        return found[0].get("content") if found else ""

    @property
    def canonical(self) -> str:
        found = self.all("link", rel="canonical")
        return found[0]["href"] if found else ""

    def data(self, kind: str) -> dict[str, Any]:
        """The JSON-LD block of that type."""
        blocks = [
            json.loads("".join(map(str, each.children))) for each in self.all("script", type="application/ld+json")
        ]
        return next(block for block in blocks if block["@type"] == kind)


def read(response: HttpResponse, status: int = 200) -> Page:
    assert response.status_code == status, response.status_code
    return Page(response.content.decode())
