"""What is already in a place is never written over, and a backup goes only where it fits."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from iluminacasa import backups
from iluminacasa.backups import archive, databases
from iluminacasa.backups.archive import Manifest
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


def backup(**more: Any) -> Any:
    """As `refuse` sees one: a list with one picture."""
    terms: dict[str, Any] = {
        "made_at": "2026", "vendor": connection.vendor, "counts": {}, "migrations": backups.applied_migrations(),
        "files": {"database": "0", "media/a.webp": "4" * 64},
    }  # fmt: skip
    return SimpleNamespace(manifest=Manifest(**terms | more), media=["a.webp"])


def test_an_empty_place_is_taken(media: Path) -> None:
    assert databases.is_empty(), "tables with what migrations put there"
    backups.refuse(backup())
    media.mkdir()
    (media / "a.webp.part").write_bytes(b"of a restore that was interrupted")
    backups.refuse(backup())


@pytest.mark.parametrize("thing", [make.product, make.user])
def test_a_database_with_anything_in_it_is_not(thing: Any) -> None:
    thing()
    with pytest.raises(backups.CannotRestore, match="the database is not empty"):
        backups.refuse(backup())


def test_a_folder_with_other_pictures_is_not(media: Path) -> None:
    media.mkdir()
    (media / "a.webp").write_bytes(b"another")
    with pytest.raises(backups.CannotRestore, match="MEDIA_ROOT is not empty"):
        backups.refuse(backup())
    right = archive.hash_of(media / "a.webp")
    backups.refuse(backup(files={"database": "0", "media/a.webp": right}))
    (media / "b.webp").write_bytes(b"mine")
    with pytest.raises(backups.CannotRestore, match=r"b\.webp"):
        backups.refuse(backup(files={"database": "0", "media/a.webp": right}))


def test_another_kind_of_database_or_newer_code_is_not() -> None:
    with pytest.raises(backups.CannotRestore, match="this is a backup of oracle"):
        backups.refuse(backup(vendor="oracle"))
    with pytest.raises(backups.CannotRestore, match=r"newer code \(it knows orders\.9999_future\)"):
        backups.refuse(backup(migrations=["orders.9999_future", "orders.0001_initial"]))
    backups.refuse(backup(migrations=["somebody.0001_else"]))


def test_rows_that_are_lacking_are_named() -> None:
    make.product()
    counts = databases.rows_of(["catalog_product", "accounts_user"])
    manifest = replace(backup().manifest, counts=counts)
    assert backups.different_counts(manifest) == []
    assert backups.different_counts(replace(manifest, counts=counts | {"catalog_product": 2})) == [
        "catalog_product: 1 rows, 2 were backed up"
    ]
