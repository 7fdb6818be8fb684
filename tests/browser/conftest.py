"""A filled shop and a Chromium to look at it with."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.servers import Shop

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    """The demo catalogue behind a production server on a free loopback port."""
    started = Shop(settings={"RATELIMIT_ENABLE": "1"})
    try:
        started.manage("migrate", "--verbosity", "0")
        started.manage("sync_products", "--source", "demo")
        started.manage("collectstatic", "--noinput", "--verbosity", "0")
        yield started.start()
    finally:
        started.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("STRICT") == "1":
            pytest.fail("Chromium was not found and STRICT=1 asks for it")
        pytest.skip("Chromium was not found")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Watch:
    """What a page did that nobody asked for: console errors, CSP reports, requests to other hosts."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


@dataclass
class Visit:
    page: Page
    watch: Watch


@pytest.fixture
def visit(browser: Browser, shop: Shop) -> Iterator[Callable[..., Visit]]:
    """`visit(javascript=False, width=360, scheme="dark")` opens a fresh visitor.

    Afterwards the console must be clean and no other host may have been asked.
    """
    contexts: list[BrowserContext] = []
    watch = Watch()

    def open_visit(*, javascript: bool = True, width: int = 1280, scheme: str = "light") -> Visit:
        context = browser.new_context(
            base_url=shop.url, java_script_enabled=javascript, color_scheme=scheme, locale="pt-BR",
            viewport={"width": width, "height": 800},
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: watch.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.on("request", lambda request: watch.foreign.append(request.url) if is_foreign(request.url) else None)
        return Visit(page=page, watch=watch)

    def is_foreign(url: str) -> bool:
        return not url.startswith((shop.url, "data:", "blob:"))

    yield open_visit
    for context in contexts:
        context.close()
    assert watch.errors == []
    assert watch.foreign == []
