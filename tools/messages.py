"""The English of the shop: finds every text marked for translation and keeps the catalogues of the apps.

    .venv/bin/python -m tools.messages            # new texts into */locale/en, without English yet; gone ones out
    .venv/bin/python -m tools.messages --check    # fails on a text without English, or one that is not compiled

Texts are Portuguese in the code. A template belongs to the catalogue of the app in whose folder it stands, those of
all pages to `iluminacasa`. Catalogues name files without lines, sorted, so that two people can work on them at once.
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
APPS = ("iluminacasa", "accounts", "catalog", "cart", "orders")
LETTERS = {"account": "accounts", "alert": "catalog", "order": "orders"}
FOLDERS = {"accounts": "accounts", "cart": "cart", "catalog": "catalog", "orders": "orders"}
NOT_SHOWN = ("migrations", "management", "admin", "demo")  # the back office speaks Portuguese only
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # the same texts make the same files whenever they are gathered
Found = tuple[str | tuple[str, ...], str | None]  # text or (singular, plural), context


def owner(template: Path) -> str:
    folder = template.relative_to(ROOT / "templates").parts[0]
    if folder == "email":
        return LETTERS.get(template.stem.partition("_")[0], "iluminacasa")
    return FOLDERS.get(folder, "iluminacasa")


def sources(app: str) -> Iterator[Path]:
    for path in sorted((ROOT / app).rglob("*.py")):
        if not any(part in NOT_SHOWN for part in path.relative_to(ROOT).parts):
            yield path
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in (".html", ".txt") and "admin" not in path.parts and owner(path) == app:
            yield path


def texts(path: Path) -> Iterator[Found]:
    from django.utils.translation.template import templatize

    source = path.read_text()
    if path.suffix != ".py":
        marked = templatize(source, origin=str(path))
        source = "\n".join(line.lstrip() for line in marked.splitlines())  # HTML is not indented as Python is
    for _line, said, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield said, context


def catalogue_file(app: str) -> Path:
    return ROOT / app / "locale" / "en" / "LC_MESSAGES" / "django.po"


def read(app: str) -> Catalog:
    path = catalogue_file(app)
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def gathered(app: str) -> Catalog:
    """The catalogue as it has to be: what is said today, with the English it already has."""
    known, fresh = read(app), Catalog(locale="en", charset="utf-8", creation_date=NO_DAY)
    for path in sources(app):
        for said, context in texts(path):
            old = known.get(said, context)
            string = old.string if old is not None else ""
            flags = {"python-format"} & (old.flags if old is not None else set())
            fresh.add(said, string, locations=[(str(path.relative_to(ROOT)), None)], flags=flags, context=context)
    return fresh


def printed(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalogue, width=120, omit_header=False, sort_by_file=True, include_lineno=False)
    lines = file.getvalue().decode().split("\n")
    head = ('"Content-Type', '"Content-Transfer-Encoding', '"MIME-Version', '"Plural-Forms', '"Language:')
    body_at = next((number for number, line in enumerate(lines) if number and not line), len(lines))
    kept = [line for line in lines[:body_at] if line.startswith(("msgid", "msgstr", *head))]
    return "\n".join([*kept, *lines[body_at:]]).encode()


def compiled(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


# --- What is wrong ---------------------------------------------------------------------------------
def parts(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def places(text: str) -> set[str]:
    return {found[0] for found in PLACES.finditer(text)}


def is_whole(message: Message) -> bool:
    """Every form has English, and it fills the same places."""
    said, english = parts(message.id), parts(message.string)
    wanted = set.union(*map(places, said))
    return all(english) and len(english) == len(said) and all(places(each) <= wanted for each in english)


def problems() -> list[str]:
    found: list[str] = []
    spoken: dict[tuple[tuple[str, ...], str | None], tuple[str, ...]] = {}
    for app in APPS:
        catalogue, path = gathered(app), catalogue_file(app)
        if not path.exists() or path.read_bytes() != printed(catalogue):
            found.append(f"{app}: the catalogue is not of today's texts: python -m tools.messages")
        elif not path.with_suffix(".mo").exists() or path.with_suffix(".mo").read_bytes() != compiled(catalogue):
            found.append(f"{app}: not compiled: python -m tools.messages")
        for message in catalogue:
            if not message.id:
                continue
            key, english = (parts(message.id), message.context), parts(message.string)
            if not is_whole(message):
                found.append(f"{app}: no whole English for {key[0][0]!r}")
            elif spoken.setdefault(key, english) != english:
                found.append(f"{app}: {key[0][0]!r} is said otherwise in another app")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    if asked.check:
        found = problems()
        print("\n".join(found) if found else "every text has its English")
        return int(bool(found))
    for app in APPS:
        catalogue, path = gathered(app), catalogue_file(app)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(printed(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        missing = [message for message in catalogue if message.id and not is_whole(message)]
        print(f"{app}: {len(catalogue)} texts, {len(missing)} without English")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
    os.environ.setdefault("DEBUG", "1")
    django.setup()
    sys.exit(main())
