"""Keep the whole shop in one file, while it sells."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from iluminacasa import backups


class Command(BaseCommand):
    help = "Copy database and pictures, as they are at one moment, into one file with the hash of every part."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where to; an older file of that name is replaced when all is done")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            made = backups.take(path=file, at=timezone.now())
        except (backups.CannotCopy, OSError) as error:
            raise CommandError(f"no backup was made: {error}") from error
        told = backups.Restored(manifest=made, pictures=len(made.files) - 1, migrated=False)
        size = file.stat().st_size / 1_000_000
        self.stdout.write(f"{file}: {size:.1f} MB, {told.figures}, {told.pictures} pictures")
