"""What a page or a letter says to somebody: every text and attribute that is read or heard, and where it stands."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.pages.reading import Element, Page

SPOKEN = ("alt", "title", "aria-label", "aria-description", "aria-valuetext", "aria-roledescription", "placeholder")
NAMED_METAS = ("description", "og:title", "og:description", "og:image:alt", "og:site_name", "twitter:title")
BUTTONS = ("submit", "button", "reset")
UNREAD = ("script", "style")
NOT_WORDS = (
    "@context",
    "@type",
    "@id",
    "url",
    "image",
    "logo",
    "sku",
    "gtin13",
    "item",
    "target",
    "contentUrl",
    "lang",
)
OURSELVES = ("/", "/#loja", "/#site")  # how robots know the shop itself, whatever it speaks
HOME = "http://testserver"
ELSEWHERE = ("/static/", "/media/", "/admin/", "/api/")


@dataclass(frozen=True)
class Said:
    where: str  # the element and the attribute
    text: str


def words_of(page: Page, language: str) -> Iterator[Said]:
    """All that is said in `language`: parts marked as another are left out."""
    yield from _inside(page, language, language)


def _inside(element: Element, wanted: str, spoken: str) -> Iterator[Said]:
    spoken = element.get("lang") or spoken
    if element.tag in UNREAD:
        if element.get("type") == "application/ld+json":
            yield from _data(json.loads("".join(map(str, element.children))), wanted, "ld+json")
        return
    if spoken == wanted:
        yield from _attributes(element)
    for child in element.children:
        if isinstance(child, Element):
            yield from _inside(child, wanted, spoken)
        elif spoken == wanted and (text := " ".join(child.split())):
            yield Said(place(element), text)


def place(element: Element) -> str:
    return ".".join([element.tag, *element.classes[:2]])


def _attributes(element: Element) -> Iterator[Said]:
    for name, value in element.attributes.items():
        is_meta = element.tag == "meta" and name == "content"
        is_read = (
            name in SPOKEN
            or (is_meta and (element.get("name") or element.get("property")) in NAMED_METAS)
            or (name == "value" and element.tag == "input" and element.get("type") in BUTTONS)
            or (name == "label" and element.tag in ("optgroup", "option"))
            or (name.startswith("data-") and is_sentence(value))
        )
        if is_read and value.strip():
            yield Said(f"{place(element)}[{name}]", " ".join(value.split()))


def is_sentence(value: str) -> bool:
    """Of a data attribute: something a script will show, not an address, a number or a name of ours."""
    return not value.startswith(("/", "http", "[", "{")) and (" " in value or value[:1].isupper())


def _data(value: Any, wanted: str, where: str) -> Iterator[Said]:
    """Of structured data; a block that says its language is judged by that."""
    if isinstance(value, dict):
        if value.get("inLanguage", wanted) == wanted:
            for name, each in value.items():
                if name not in NOT_WORDS:
                    yield from _data(each, wanted, f"{where}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from _data(each, wanted, where)
    elif isinstance(value, str) and not value.startswith("http"):
        yield Said(where, value)


def addresses_of(page: Page) -> Iterator[Said]:
    """Every address of a page of this shop that the page leads to, but for those of its twin in the other language."""
    for element in page.walk():
        if element.has("hreflang"):
            continue
        if element.get("type") == "application/ld+json":
            for found in _links(json.loads("".join(map(str, element.children)))):
                if found not in OURSELVES:
                    yield Said("ld+json", found)
        for name, value in element.attributes.items():
            if (found := local(value)) is not None:
                yield Said(f"{place(element)}[{name}]", found)


def _links(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _links(each)
    elif isinstance(value, str) and (found := local(value)) is not None:
        yield found


def local(value: str) -> str | None:
    """The path of a page of the shop; nothing for what is none."""
    path = value.removeprefix(HOME) if value.startswith(HOME) else value
    if value.startswith(HOME) and not path:
        path = "/"
    if not path.startswith("/") or path.startswith("//") or " " in path or path.startswith(ELSEWHERE):
        return None
    return path if urlsplit(path).path else None
