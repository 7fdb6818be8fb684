"""Where somebody may have wanted to go who came to an address that does not exist."""

import difflib
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog import said
from catalog.menu import Menu, shelves
from catalog.taxonomy import Tree

CLOSE_ENOUGH = 0.72  # of difflib's ratio: one or two letters in a word
MAX_PATH = 120  # characters worth comparing
PLACES = ("produto", "categoria", "catalogo", "busca")


@dataclass(frozen=True)
class Help:
    words: str  # for the search box
    suggestion: dict[str, str] | None
    categories: list[dict[str, str]]


def words_of(path: str) -> str:
    """`/produto/pendete-cupula/` -> `pendete cupula`."""
    parts = [part for part in unquote(path[:MAX_PATH]).lower().split("/") if part and part not in PLACES]
    return " ".join(re.findall(r"\w+", parts[-1]))[:60] if parts else ""


def help_for(path: str, *, menu: Menu, tree: Tree) -> Help:
    words = words_of(path)
    return Help(
        words=words,
        suggestion=nearest(words, known(menu, tree)) or search_link(words),
        categories=[{"name": said.of(c, "name"), "url": c.get_absolute_url()} for c in shelves(menu, tree)],
    )


def known(menu: Menu, tree: Tree) -> dict[str, dict[str, str]]:
    """Words of every address a person may mistype -> link."""
    fixed = {
        "catalogo": ("product_list", _("Catálogo")),
        "categorias": ("categories", _("Categorias")),
        "favoritos": ("favorites", _("Favoritos")),
        "comparar": ("compare", _("Comparar")),
    }
    links = {word: {"text": text, "url": reverse(f"catalog:{name}")} for word, (name, text) in fixed.items()}
    links |= {p.slug.replace("-", " "): {"text": said.of(p, "title"), "url": p.get_absolute_url()} for p in menu.pages}
    return links | {
        category.slug.replace("-", " "): {"text": said.of(category, "name"), "url": category.get_absolute_url()}
        for pk, category in tree.by_id.items()
        if pk in tree.active_ids
    }


def nearest(words: str, links: dict[str, dict[str, str]]) -> dict[str, Any] | None:
    found = difflib.get_close_matches(words, links, n=1, cutoff=CLOSE_ENOUGH) if words else []
    return links[found[0]] if found else None


def search_link(words: str) -> dict[str, str] | None:
    if not re.search(r"[^\W\d_]{3}", words):
        return None
    return {
        "text": _("“{words}” na busca").format(words=words),
        "url": f"{reverse('catalog:search')}?q={words.replace(' ', '+')}",
    }
