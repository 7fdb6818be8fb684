"""A filled shop and a Chromium to look at it with."""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser import page_types, programs, sizes
from tests.browser.page_types import Guest
from tests.servers import Shop
from tests.trust import scaled

PATIENCE = 15_000  # milliseconds: a machine may be busy; nothing waits when all is well
expect.set_options(timeout=PATIENCE)
REFUSED_FORM = re.compile(r"responded with a status of (409|422)")
NOT_SHOWN = ("drf_spectacular_sidecar", "rest_framework")  # static files no page of the shop asks for


def fill(folder: Path) -> None:
    """Database, media and static files of a shop with the demo catalogue."""
    filled = Shop(folder=folder)
    filled.migrate()
    filled.manage("sync_products", "--source", "demo")
    sizes.leave_for_later(filled)
    ignored = [f"--ignore={name}" for name in NOT_SHOWN]
    filled.manage("collectstatic", "--noinput", "--verbosity", "0", *ignored)


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filled once, by whichever test process comes first; the others wait and use it too."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, done = shared / "filled-shop", shared / "filled-shop.done"
    with (shared / "filled-shop.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            fill(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """The demo catalogue behind a production server on a free loopback port, or the shop STACK tells of."""
    if running := os.environ.get("STACK"):
        yield scaled.shop_of(Path(running))
        return
    started = Shop(settings={"RATELIMIT_ENABLE": "1", "PIX_KEY": "pix@iluminacasa.example"})
    try:
        shutil.copytree(request.getfixturevalue("filled_folder"), started.folder, dirs_exist_ok=True)
        yield started.start()
    finally:
        started.stop()


@pytest.fixture(scope="session")
def guests(shop: Shop) -> dict[Guest, dict[str, str]]:
    """The cookies each kind of guest comes with."""
    return page_types.guest_cookies(shop)


@pytest.fixture(scope="session")
def error_pages(shop: Shop) -> dict[str, str]:
    return page_types.error_pages(shop)


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    with driver.chromium.launch(executable_path=programs.chromium(), args=programs.FLAGS) as chromium:
        yield chromium


@dataclass
class Watch:
    """What a page did that nobody asked for: console errors (CSP reports are among them), requests to other hosts."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def follow(self, page: Page, home: str) -> None:
        page.on("console", lambda message: self.hear(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.note(request.url, home))

    def hear(self, text: str) -> None:
        """A refused form is no mistake of the page, though Chromium notes its status."""
        if not REFUSED_FORM.search(text):
            self.errors.append(text)

    def note(self, url: str, home: str) -> None:
        if not url.startswith((home, "data:", "blob:")):
            self.foreign.append(url)


@pytest.fixture
def visit(browser: Browser, shop: Shop) -> Iterator[Callable[..., Page]]:
    """`visit(javascript=False, width=360, scheme="dark")` opens a page for a fresh visitor.

    Afterwards the console must be clean and no other host may have been asked.
    """
    contexts: list[BrowserContext] = []
    watch = Watch()

    def open_page(*, javascript: bool = True, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Page:
        context = browser.new_context(
            base_url=shop.url, java_script_enabled=javascript, color_scheme=scheme, locale="pt-BR",
            viewport={"width": width, "height": 800}, reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page, shop.url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.errors == []
    assert watch.foreign == []
