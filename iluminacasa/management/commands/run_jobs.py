"""Do the background work that is due: picture sizes, mail, sale windows, pruning."""

import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from iluminacasa import jobs
from iluminacasa.health import migrations_applied

FOR_TABLES = 0.5  # seconds between two looks whether the tables are there


class Command(BaseCommand):
    help = "Do the background work that is due. Safe to run several times at once, and to kill."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="stay and look for work again and again")
        parser.add_argument(
            "--interval", type=float, default=5.0, help="seconds between two looks when idle (default %(default)s)"
        )

    def handle(self, *args: Any, loop: bool, interval: float, **options: Any) -> None:
        self.name = jobs.worker_name()
        self.hand = jobs.Hand(name=self.name)
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, self.stop)
        if loop and options["verbosity"]:
            self.stdout.write(f"looking for work every {interval:g} s")
            self.stdout.flush()
        while loop and self.hand.running and not migrations_applied():
            time.sleep(FOR_TABLES)  # started beside the command that makes them
        done = 0
        while self.hand.running:
            worked = self.round()
            done += worked
            if worked:
                continue
            if not loop:
                break
            time.sleep(max(0.1, interval))
        if options["verbosity"]:
            self.stdout.write(f"{done} tasks done")

    def round(self) -> int:
        """One look for work; returns how many tasks were done."""
        if not jobs.look_for_work(at=timezone.now()) or not self.hand.running:
            return 0
        self.hand = jobs.Hand(name=self.name)
        self.hand.run()
        return self.hand.tasks_done

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """Finish the task at hand, then go; a second signal ends at once."""
        self.hand.shutdown(signum, frame)
