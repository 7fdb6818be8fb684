"""What the documents point at exists."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.house
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
NAMED = re.compile(
    r"\b((?:tests|catalog|iluminacasa|accounts|tools|bench|templates|static)/[\w/.-]+\.(?:py|html|css|js|sh))\b"
)


def documents() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_links_lead_somewhere() -> None:
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents()
        for target in LINK.findall(document.read_text())
        if not (document.parent / target).exists()
    ]
    assert broken == []


def test_named_files_exist() -> None:
    gone = [
        f"{document.relative_to(ROOT)}: {name}"
        for document in documents()
        for name in NAMED.findall(document.read_text())
        if not (ROOT / name).exists()
    ]
    assert gone == []
