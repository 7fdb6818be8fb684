"""The stylesheets and templates keep the house's own rules: one source of colour, logical sides, no inline code."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.house
CSS = ROOT / "static" / "css"
TEMPLATES = ROOT / "templates"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)
PHYSICAL = re.compile(
    r"^\s*(?:(?:margin|padding|border|inset)-(?:top|right|bottom|left)|top|right|bottom|left"
    r"|(?:min-|max-)?(?:width|height)|float|text-align:\s*(?:left|right))\s*:",
    re.MULTILINE,
)
FONT_IN_PIXELS = re.compile(r"font(?:-size)?:[^;]*\dpx")
HIDDEN_FOCUS = re.compile(r"outline:\s*(?:none|0)\b")
INCLUDE = re.compile(r"{%\s*include\s[^%]*%}")
ICON = re.compile(r"{%\s*icon\s+\"([\w-]+)\"")


def sheets() -> dict[str, str]:
    return {str(path.relative_to(CSS)): COMMENT.sub("", path.read_text()) for path in sorted(CSS.rglob("*.css"))}


def pages() -> dict[str, str]:
    """The shop's own templates; the admin has its parents' manners and e-mails have none of ours."""
    every = sorted(TEMPLATES.rglob("*.html"))
    parts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in every}
    return {name: text for name, text in parts.items() if not name.startswith(("admin/", "email/"))}


def breaking(pattern: re.Pattern[str], found: dict[str, str], *allowed: str) -> dict[str, list[str]]:
    hits = {name: pattern.findall(text) for name, text in found.items() if name not in allowed}
    return {name: hit for name, hit in hits.items() if hit}


def test_colours_are_written_in_the_tokens_only() -> None:
    assert breaking(COLOUR, sheets(), "tokens.css") == {}


def test_sides_are_logical() -> None:
    assert breaking(PHYSICAL, sheets()) == {}


def test_letters_grow_with_the_reader() -> None:
    assert breaking(FONT_IN_PIXELS, sheets()) == {}


def test_nobody_hides_the_focus() -> None:
    assert breaking(HIDDEN_FOCUS, sheets()) == {}


def test_only_utilities_insist() -> None:
    insisting = breaking(re.compile(r"[\w-]+:[^;]*!important"), sheets(), "utilities.css")
    assert insisting == {"base.css": ["display: none !important"]}


def test_every_rule_lies_in_a_layer() -> None:
    outside = {name for name, text in sheets().items() if "@layer" not in text}
    assert outside == set()


def test_components_get_what_they_need_by_name() -> None:
    loose = {name: [tag for tag in INCLUDE.findall(text) if " only " not in tag] for name, text in pages().items()}
    assert {name: tags for name, tags in loose.items() if tags} == {}


def test_every_component_says_its_parameters_first() -> None:
    parts = sorted((TEMPLATES / "components").glob("*.html"))
    assert [path.name for path in parts if not path.read_text().startswith("{% comment %}")] == []


def test_every_drawing_asked_for_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/img/icons.svg").read_text()))
    asked = {name for text in pages().values() for name in ICON.findall(text)}
    assert asked - drawn == set()


def test_every_component_a_template_includes_exists() -> None:
    named = {name for text in pages().values() for name in re.findall(r"{%\s*include\s+\"([^\"]+)\"", text)}
    assert {name for name in named if not Path(TEMPLATES / name).is_file()} == set()
