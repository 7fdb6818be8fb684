"""Constructs that can hurt stand only where a person has looked."""

import re

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.house
DANGEROUS = re.compile(r"mark_safe|SafeString\(|\|\s*safe\b|csrf_exempt|\.extra\(|RawSQL|\beval\(|\bpickle\b|\.raw\(")
REVIEWED = {
    "catalog/templatetags/shop.py",  # JSON-LD with <, > and & escaped
    "catalog/content.py",  # Markdown after nh3
    "catalog/list_html.py",  # HTML of moulds, and JSON-LD as above
    "iluminacasa/csrf.py",  # reads Django's mark, sets none
    "iluminacasa/problems.py",  # the API's 404 has no effect to protect
}
PROJECT = ("iluminacasa", "accounts", "catalog", "cart", "orders", "templates")


def test_dangerous_constructs_stand_only_in_reviewed_files() -> None:
    places = {
        str(path.relative_to(ROOT))
        for part in PROJECT
        for path in (ROOT / part).rglob("*")
        if path.suffix in (".py", ".html", ".txt") and DANGEROUS.search(path.read_text())
    }
    assert places <= REVIEWED


def test_stock_changes_in_one_room() -> None:
    writer = re.compile(r"\.stock\s*[-+]?=[^=]|update\([^)]*\bstock=")
    places = {
        str(path.relative_to(ROOT))
        for part in ("iluminacasa", "accounts", "catalog", "cart", "orders")
        for path in (ROOT / part).rglob("*.py")
        if writer.search(path.read_text()) and "migrations" not in path.parts
    }
    first_count_of_a_new_row = "catalog/sync/drafts.py"
    assert places <= {"catalog/stock.py", first_count_of_a_new_row}


def test_templates_hold_no_inline_style_or_script() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", re.IGNORECASE)
    admin = ROOT / "templates" / "admin"
    places = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if not path.is_relative_to(admin)
        and path.name not in ("500.html", "503.html")
        and inline.search(path.read_text())
    ]
    assert places == []
