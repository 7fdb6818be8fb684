"""Static files: what the browser gets of the stylesheets and modules."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import FileSystemFinder

from iluminacasa.static_storage import (
    ACCOUNT,
    BUYING,
    LIGHTING,
    SHEETS,
    SITE,
    JoinedStylesheetFinder,
    ShopStaticStorage,
    joined_css,
    stylesheets,
)
from tests.house.source import ROOT

KB = 1024
CSS, JS = ROOT / "static" / "css", ROOT / "static" / "js"


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def test_the_order_of_layers_is_said_before_any_rule() -> None:
    assert joined_css().startswith("@layer reset,tokens,base,layout,components,pages,utilities,print;")


def test_every_stylesheet_is_joined_once() -> None:
    parts = [part for name in SHEETS for part in stylesheets(name)]
    assert sorted(parts) == sorted(CSS.rglob("*.css"))
    assert len(parts) == len(set(parts))


def test_the_stylesheet_of_the_site_stays_under_12_kb() -> None:
    assert packed(joined_css()) <= 12 * KB


@pytest.mark.parametrize("second", [BUYING, ACCOUNT, LIGHTING])
def test_with_a_second_sheet_it_stays_under_14_kb(second: str) -> None:
    assert packed(joined_css(SITE)) + packed(joined_css(second)) <= 14 * KB


@pytest.mark.parametrize(
    "modules",
    [
        ["marks", "listing"],
        ["marks", "gallery", "share", "cart"],  # a product
        ["marks", "cart", "basket"],
        ["marks", "order"],
        ["marks", "reveal"],  # the account
    ],
    ids=" ".join,
)
def test_the_modules_of_any_one_page_stay_under_8_kb(modules: list[str]) -> None:
    later = ["suggest"]  # fetched when the search box is used
    names = ["site", *modules, *later]
    assert sum(packed((JS / f"{name}.js").read_text()) for name in names) <= 8 * KB


def test_the_development_server_finds_the_joined_stylesheet() -> None:
    found = finders.find(SITE)
    assert found is not None
    assert Path(found).read_text() == joined_css()


def test_a_changed_part_is_joined_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    part = tmp_path / "a.css"
    part.write_text("@layer reset;\n")
    monkeypatch.setattr("iluminacasa.static_storage.stylesheets", lambda name: [part])
    finder = JoinedStylesheetFinder()
    assert Path(finder.find(SITE)).read_text() == "@layer reset;\n"
    part.write_text("/* why */\n@layer base;\n")
    assert Path(finder.find(SITE)).read_text() == "@layer base;\n"


def test_other_names_are_left_to_other_finders() -> None:
    assert JoinedStylesheetFinder().find("css/tokens.css") == []


@pytest.fixture
def collected(tmp_path: Path) -> Callable[[str], str]:
    """Reads a file of ours as collectstatic leaves it."""
    storage = ShopStaticStorage(location=str(tmp_path))
    paths = {}
    for finder in (JoinedStylesheetFinder(), FileSystemFinder()):
        for path, source in finder.list(["admin"]):
            with source.open(path) as content:
                storage.save(path, content)
            paths[path] = (storage, path)
    failed = [done for _, _, done in storage.post_process(paths) if isinstance(done, Exception)]
    assert failed == []
    return lambda name: (tmp_path / storage.stored_name(name)).read_text()


def test_names_carry_a_hash_in_sheets_and_in_imports(collected: Callable[[str], str]) -> None:
    assert re.search(r'url\("\.\./fonts/figtree\.[0-9a-f]{12}\.woff2"\)', collected(SITE))
    assert re.search(r'import\("\./listing\.[0-9a-f]{12}\.js"\)', collected("js/site.js"))
    assert re.search(r'import\("\./toast\.[0-9a-f]{12}\.js"\)', collected("js/marks.js"))
