"""Backing a shop up and putting it back: database, pictures, and what a restored database has to learn."""

import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from accounts import forgetting, restored
from iluminacasa import health
from iluminacasa.backups import archive, databases
from iluminacasa.backups.archive import Backup, BackupDamaged, Manifest
from iluminacasa.backups.databases import CannotCopy

__all__ = ["BackupDamaged", "CannotCopy", "CannotRestore", "Restored", "check", "restore", "take"]
FLOORS = ("accounts", "catalog", "cart", "orders")
TELLING = {"products": "catalog_product", "orders": "orders_order", "people": "accounts_user"}


class CannotRestore(Exception):
    """Why nothing was touched, in one line."""


@dataclass
class Restored:
    manifest: Manifest
    pictures: int
    migrated: bool
    erasures: restored.Repeated | None = None  # None: there was no list
    problems: list[str] = field(default_factory=list)

    @property
    def figures(self) -> str:
        return ", ".join(f"{self.manifest.counts.get(table, 0)} {name}" for name, table in TELLING.items())


def take(*, path: Path, at: datetime) -> Manifest:
    """The database first: a picture that comes later is one too many, never one too few."""
    path = path.absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        copy = Path(folder) / "database"
        counts = databases.copier().copy(copy)
        manifest = Manifest(
            made_at=at.isoformat(), vendor=connection.vendor, counts=counts, migrations=applied_migrations()
        )
        return archive.write(path=path, database=copy, media=Path(settings.MEDIA_ROOT), manifest=manifest)


def applied_migrations() -> list[str]:
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


# --- Putting back --------------------------------------------------------------------------------
def restore(*, path: Path, erasures: Path, at: datetime) -> Restored:
    """Into an empty place only. Whatever stops it half way, the same command can be given again."""
    forgotten = forgetting.read(erasures.read_text().splitlines()) if erasures.exists() else None
    with archive.opened(path) as backup:
        refuse(backup)
        media = Path(settings.MEDIA_ROOT)
        for name in backup.media:
            if not (media / name).is_file():  # left by an earlier try, and compared by `refuse`
                backup.extract(f"{archive.MEDIA}{name}", media / name)
        copier = databases.copier()
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=copier.folder) as folder:
            copy = Path(folder) / "database"
            backup.extract(archive.DATABASE, copy)
            copier.load(copy)
        told = Restored(manifest=backup.manifest, pictures=len(backup.media), migrated=False)
    told.problems += different_counts(backup.manifest)
    told.migrated = not health.migrations_applied()
    if told.migrated:
        call_command("migrate", interactive=False, verbosity=0)
    restored.end_all_sign_ins(at=at)
    if forgotten is not None:
        told.erasures = restored.repeat_erasures(entries=forgotten, at=at)
    return told


def refuse(backup: Backup) -> None:
    """Everything that can be known before anything is written."""
    if backup.manifest.vendor != connection.vendor:
        raise CannotRestore(f"this is a backup of {backup.manifest.vendor}, and DATABASE_URL names {connection.vendor}")
    known = {".".join(key) for key in health.known_migrations()}
    own = {name for name in backup.manifest.migrations if name.partition(".")[0] in FLOORS}
    if unknown := sorted(own - known):
        raise CannotRestore(f"it was made by newer code (it knows {unknown[0]}): bring the code up to date first")
    if not databases.is_empty():
        raise CannotRestore("the database is not empty: name a new one in DATABASE_URL, or put the old one away")
    media = Path(settings.MEDIA_ROOT)
    mine = {f"{archive.MEDIA}{name}" for name in backup.media}
    for file in archive.pictures(media):
        name = f"{archive.MEDIA}{file.relative_to(media).as_posix()}"
        if name.endswith(".part"):
            continue
        if name not in mine or archive.hash_of(file) != backup.manifest.files[name]:
            raise CannotRestore(f"MEDIA_ROOT is not empty ({file}): name a new folder, or put the old one away")


def different_counts(manifest: Manifest) -> list[str]:
    """Tables that hold more or less than at the moment of the backup."""
    found = databases.rows_of(sorted(manifest.counts))
    return [
        f"{name}: {found[name]} rows, {count} were backed up"
        for name, count in sorted(manifest.counts.items())
        if found[name] != count
    ]


def check(*, manifest: Manifest) -> list[str]:
    """The files of a restored shop once more, as they lie on the disk now, and the database's own opinion."""
    media = Path(settings.MEDIA_ROOT)
    problems = []
    for name, wanted in manifest.files.items():
        file = media / name.removeprefix(archive.MEDIA)
        if name.startswith(archive.MEDIA) and (not file.is_file() or archive.hash_of(file) != wanted):
            problems.append(f"{file} is not what was backed up")
    if connection.vendor == "sqlite":
        problems += [f"integrity: {text}" for (text,) in databases.ask("PRAGMA integrity_check") if text != "ok"]
        problems += [f"foreign key: {row[0]} {row[1]}" for row in databases.ask("PRAGMA foreign_key_check")]
    return problems
