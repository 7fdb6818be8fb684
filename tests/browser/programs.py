"""Programs these tests look through. One that is missing skips its tests, or fails them under STRICT=1."""

import os
import shutil
from pathlib import Path

import pytest

from tests.servers import ROOT

NPM = ROOT / "var" / "npm" / "node_modules"
WITH_WINDOWS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str:
    """The shell without windows and without a process for the picture card costs less; any other will do."""
    return _first("chromium-headless-shell", *WITH_WINDOWS)


def chromium_of_people() -> str:
    """The one people use: it fetches pictures below the screen later than the shell does."""
    return _first(*WITH_WINDOWS)


def _first(*names: str) -> str:
    return needed(next(filter(None, map(shutil.which, names)), None), "Chromium was not found")


def java() -> str:
    return needed(shutil.which("java"), "Java was not found")


def axe() -> Path:
    return npm_file("axe-core/axe.min.js")


def html_checker() -> Path:
    return npm_file("vnu-jar/build/dist/vnu.jar")


def npm_file(path: str) -> Path:
    found = NPM / path
    hint = f"{path.partition('/')[0]} was not found (sh tools/shell/npm_tools.sh installs it)"
    return Path(needed(str(found) if found.exists() else None, hint))


def needed(found: str | None, problem: str) -> str:
    if found is not None:
        return found
    if os.environ.get("STRICT") == "1":
        pytest.fail(f"{problem}, and STRICT=1 asks for it")
    pytest.skip(problem)
