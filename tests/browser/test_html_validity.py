"""The Nu HTML checker has nothing to say about any page type."""

import json
import subprocess
from pathlib import Path

import pytest
import requests

from tests.browser import programs
from tests.browser.page_types import PAGE_TYPES, Guest, PageType
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]


def fetch(shop: Shop, kind: PageType, cookies: dict[str, str]) -> str:
    address = f"{shop.url}{kind.path}"
    if kind.fields is None:
        answer = requests.get(address, cookies=cookies, timeout=20)
    else:
        answer = requests.post(address, data=kind.fields, cookies=cookies, headers={"Origin": shop.url}, timeout=20)
    assert answer.status_code == kind.status, kind.name
    return answer.text


def test_every_page_type_is_valid_html(
    shop: Shop, guests: dict[Guest, dict[str, str]], error_pages: dict[str, str], tmp_path: Path
) -> None:
    java, checker = programs.java(), programs.html_checker()
    for kind in PAGE_TYPES:
        (tmp_path / f"{kind.name}.html").write_text(fetch(shop, kind, guests[kind.guest]))
    for name, html in error_pages.items():
        (tmp_path / f"error {name}.html").write_text(html)
    checked = subprocess.run(
        [java, "-jar", str(checker), "--format", "json", "--exit-zero-always", str(tmp_path)],
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    said = json.loads(checked.stderr)["messages"]
    lines = [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['type']}: {m['message']}" for m in said]
    assert lines == []
