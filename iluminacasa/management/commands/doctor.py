"""Look this installation over: settings, database, migrations, work, disks, counters, clock, folders, mail."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from iluminacasa import doctor


class Command(BaseCommand):
    help = "Say what is wrong with this installation and what to do, a line each. Exit code 1 when something is."
    requires_system_checks: list[str] = []  # they are among what is looked at

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text", help="default %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        found = doctor.examine(at=timezone.now())
        counts = {level: sum(each.level == level for each in found) for level in ("error", "warning", "ok")}
        if options["format"] == "json":
            self.stdout.write(json.dumps({"count": counts, "findings": [asdict(each) for each in found]}))
        else:
            for each in found:
                advice = f" -> {each.advice}" if each.advice else ""
                self.stdout.write(f"{each.level:<7} {each.part}: {each.found}{advice}")
            self.stdout.write(f"{counts['error']} errors, {counts['warning']} warnings")
        if counts["error"]:
            raise CommandError("this installation needs care", returncode=1)
