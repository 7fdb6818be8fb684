"""Turn drawings into WebP with a headless browser."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools.pictures.picture import Picture, svg

QUALITY = {"day": 84, "night": 84, "detail": 74, "measures": 60}
FLAGS = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--hide-scrollbars"]


@contextmanager
def browser_page(executable: str = "/usr/bin/chromium") -> Iterator[Page]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable, args=FLAGS)
        try:
            yield browser.new_page(viewport={"width": 960, "height": 1200})
        finally:
            browser.close()


def shoot(page: Page, picture: Picture, role: str) -> Image.Image:
    """One picture as pixels, nothing but pixels."""
    markup, (width, height) = svg(picture, role)
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{markup}")
    shot = page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height})
    return Image.open(io.BytesIO(shot)).convert("RGB")


def write(page: Page, picture: Picture, targets: Iterable[tuple[str, Path]]) -> int:
    """Render each (role, file) and return the bytes written."""
    total = 0
    for role, path in targets:
        image = shoot(page, picture, role)
        image.save(path, "WEBP", quality=QUALITY[role], method=6)
        total += path.stat().st_size
    return total
