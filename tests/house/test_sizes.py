"""Nothing grows past what one can read at a glance."""

import ast
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.house
MAX_FILE, MAX_FUNCTION, P95_FUNCTION, MAX_TEMPLATE = 600, 60, 35, 120
PARTS = ("iluminacasa", "accounts", "catalog", "cart", "orders", "tools", "bench", "tests")
FORBIDDEN_NAMES = {"services", "selectors", "utils", "helpers", "common", "core", "misc", "lib", "base_views"}


def python_files() -> list[Path]:
    return [path for part in PARTS for path in sorted((ROOT / part).rglob("*.py")) if "migrations" not in path.parts]


def function_lengths() -> list[tuple[int, str]]:
    found = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append((length, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"))
    return sorted(found, reverse=True)


def test_no_file_is_too_long() -> None:
    long = {str(p.relative_to(ROOT)): n for p in python_files() if (n := len(p.read_text().splitlines())) > MAX_FILE}
    assert long == {}


def test_no_function_is_too_long() -> None:
    assert [entry for entry in function_lengths() if entry[0] > MAX_FUNCTION] == []


def test_nearly_all_functions_fit_on_half_a_screen() -> None:
    lengths = [length for length, _ in function_lengths()]
    assert lengths[len(lengths) // 20] <= P95_FUNCTION


def test_no_template_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "templates").rglob("*.*")
        if (lines := len(path.read_text().splitlines())) > MAX_TEMPLATE
    }
    assert long == {}


def test_every_module_is_named_after_its_rule() -> None:
    assert [str(p) for p in python_files() if p.stem in FORBIDDEN_NAMES or p.parent.name in FORBIDDEN_NAMES] == []
