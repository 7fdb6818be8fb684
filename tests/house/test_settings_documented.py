"""`.env.example` lists every setting, and only those."""

import re

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.house
READ = re.compile(r"\benv(?:\.\w+)?\(\s*\"([A-Z][A-Z0-9_]+)\"")
LISTED = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=", re.MULTILINE)
SHELL_ONLY = {"PORT", "HOST", "WORKERS", "THREADS"}  # read by tools/shell, not by settings.py


def test_env_example_and_settings_list_the_same_names() -> None:
    read = set(READ.findall((ROOT / "iluminacasa/settings.py").read_text()))
    listed = set(LISTED.findall((ROOT / ".env.example").read_text()))
    assert listed - SHELL_ONLY == read
    assert listed >= SHELL_ONLY


def test_only_settings_read_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for part in ("iluminacasa", "accounts", "catalog", "cart", "orders")
        for path in (ROOT / part).rglob("*.py")
        if re.search(r"os\.(environ\b(?!\.setdefault\(\"DJANGO_SETTINGS)|getenv)", path.read_text())
    ]
    assert readers == []
