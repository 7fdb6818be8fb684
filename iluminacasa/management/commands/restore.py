"""Put a shop back from a file made by `backup`, into an empty place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from iluminacasa import backups
from iluminacasa.errors import ShopError


class Command(BaseCommand):
    help = "Restore database and pictures from a backup. Refuses a place that is not empty; repeats later erasures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--verify", action="store_true", help="read everything again and run audit_shop")
        parser.add_argument(
            "--erasures", type=Path, default=Path(settings.ERASURES_FILE), help="list of the forgotten (%(default)s)"
        )

    def handle(self, *args: Any, file: Path, verify: bool, erasures: Path, **options: Any) -> None:
        try:
            made = backups.restore(path=file, erasures=erasures, at=timezone.now())
        except (backups.CannotRestore, backups.CannotCopy, OSError) as error:
            raise CommandError(f"not restored: {error}") from error
        except (backups.BackupDamaged, ShopError) as error:
            raise CommandError(f"{file}: {error}") from error
        self.stdout.write(f"restored {made.figures}, {made.pictures} pictures, as of {made.manifest.made_at}")
        if made.migrated:
            self.stdout.write("the database was brought up to this code")
        self.stdout.write("everybody has to sign in again")
        self.tell_erasures(made, erasures)
        problems = made.problems + (backups.check(manifest=made.manifest) if verify else [])
        for problem in problems:
            self.stderr.write(problem)
        if verify:
            call_command("audit_shop", stdout=self.stdout)
        if problems:
            raise CommandError("what was restored is not what was backed up", returncode=1)

    def tell_erasures(self, made: backups.Restored, path: Path) -> None:
        if made.erasures is None:
            self.stderr.write(
                f"WARNING: no list of erasures at {path}: whoever asked to be forgotten after "
                f"{made.manifest.made_at} is back. Find the list (--erasures) or repeat them by hand."
            )
            return
        told = made.erasures
        self.stdout.write(
            f"erasures: {told.done} repeated, {len(told.waiting)} waiting, {told.unknown} not in this backup"
        )
        if told.waiting:
            numbers = ", ".join(map(str, told.waiting))
            self.stdout.write(f"their accounts are closed; run_jobs forgets them when nothing is under way: {numbers}")
