"""Static files: many small stylesheets for people; for the browser one, and one more where somebody buys, has an
account, reckons with light, looks into a room or at the style."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SITE, BUYING, ACCOUNT, STYLE = "css/site.css", "css/buying.css", "css/account.css", "css/style.css"
LIGHTING, SCENE, MOMENT = "css/lighting.css", "css/scene.css", "css/moment.css"
# Of pages/: whoever only looks around does not fetch them.
PARTS = {
    BUYING: ("cart", "checkout", "order"), ACCOUNT: ("account",), STYLE: ("style",), LIGHTING: ("lighting",),
    SCENE: ("scene",), MOMENT: ("moment",),
}  # fmt: skip
SHEETS = (SITE, *PARTS)
APART = {stem for stems in PARTS.values() for stem in stems}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
AROUND = re.compile(r"\s*([{};])\s*")  # no text of ours in quotes holds one of these
LISTED = re.compile(r",\s+")  # nor this
BETWEEN = re.compile(r" (>=|<|/) ")
CHILD = re.compile(r"(?<=[\w\]]) > (?=[\w.*])")
AFTER_NAME = re.compile(r"(?<=[{;(])([\w-]+): ")
INDENT = re.compile(r"\s*\n\s*")


def stylesheets(name: str = SITE) -> list[Path]:
    """The parts in the order of their layers. What few pages need comes in a second sheet, after the site's own."""
    css = Path(settings.BASE_DIR) / "static" / "css"
    pages = sorted((css / "pages").glob("*.css"))
    if name in PARTS:
        return [part for part in pages if part.stem in PARTS[name]]
    return [
        *(css / f"{name}.css" for name in ("tokens", "base", "layout")),
        *sorted((css / "components").glob("*.css")),
        *(part for part in pages if part.stem not in APART),
        *(css / f"{name}.css" for name in ("utilities", "print")),
    ]


def joined_css(name: str = SITE) -> str:
    text = "\n".join(part.read_text(encoding="utf-8") for part in stylesheets(name))
    packed = AFTER_NAME.sub(r"\1:", AROUND.sub(r"\1", COMMENT.sub("", text))).replace(";}", "}")
    packed = BETWEEN.sub(r"\1", CHILD.sub(">", LISTED.sub(",", packed)))
    return INDENT.sub("\n", packed).strip() + "\n"


class JoinedStylesheetFinder(BaseFinder):
    """Offers the joined sheets to the development server and to collectstatic alike.

    Addresses inside the parts are written as seen from static/css/.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.folder = TemporaryDirectory(prefix="ilumina-css-")
        self.storage = FileSystemStorage(location=self.folder.name)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        if path not in SHEETS:
            return []
        found = str(self.refresh(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in SHEETS:
            self.refresh(name)
            yield name, self.storage

    def refresh(self, name: str) -> Path:
        target = Path(self.folder.name) / name
        newest = max(part.stat().st_mtime for part in stylesheets(name))
        if not target.exists() or target.stat().st_mtime <= newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(joined_css(name), encoding="utf-8")
        return target


class ShopStaticStorage(CompressedManifestStaticFilesStorage):
    """Names carry a hash of the content, imports between modules included."""

    support_js_module_import_aggregation = True
