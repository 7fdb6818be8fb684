"""The example clients say what the API's document says, and buy."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from shop_api import Refused, ShopApi

from tests.browser.programs import needed, npm_file
from tests.servers import ROOT, Shop
from tools.clients.__main__ import EXAMPLES, files, read_document

PYTHON, TYPESCRIPT = EXAMPLES / "python", EXAMPLES / "typescript"


@pytest.mark.once
@pytest.mark.django_db
def test_they_are_as_the_document_would_have_them_written() -> None:
    stale = [str(path.relative_to(ROOT)) for path, text in files(read_document()).items() if path.read_text() != text]
    assert stale == [], "python -m tools.clients writes them"


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    opened = Shop(settings={"PIX_KEY": "pix@iluminacasa.example"})
    try:
        opened.migrate()
        opened.manage("sync_products", "--source", "demo")
        yield opened.start()
    finally:
        opened.stop()


def bought(shop: Shop, command: list[str], folder: Path) -> None:
    """The program's order stands in the shop, with the code it printed."""
    done = subprocess.run([*command, shop.url], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    told, code = done.stdout.splitlines()
    number, status, total = told.split()
    app = ShopApi(shop.url)
    opened = app.order_token({"number": number, "email": "lia@example.com"})
    order = app.order(number, order_token=opened["token"])
    assert (order["number"], order["status"], order["total"]) == (number, status, total)
    payment = order["payment"]
    assert payment is not None
    assert status == "pending"
    assert payment["pix"]["copy_paste"] == code
    with pytest.raises(Refused, match="404 not_found"):
        app.order(number)


@pytest.mark.once
@pytest.mark.server
def test_the_one_in_python_buys(shop: Shop) -> None:
    bought(shop, [sys.executable, "buy.py"], PYTHON)


@pytest.mark.once
@pytest.mark.server
def test_the_one_in_typescript_is_sound_and_buys(shop: Shop, tmp_path: Path) -> None:
    node = needed(shutil.which("node"), "Node.js was not found")
    compiler = npm_file("typescript/bin/tsc")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    types = compiler.parents[2] / "@types"
    built = subprocess.run(
        [node, str(compiler), "-p", str(TYPESCRIPT), "--outDir", str(tmp_path), "--typeRoots", str(types)],
        capture_output=True, text=True, check=False, env=os.environ, timeout=120,
    )  # fmt: skip
    assert built.stdout == ""
    bought(shop, [node, "buy.js"], tmp_path)
