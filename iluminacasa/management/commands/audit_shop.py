"""Prove that the shop's rows agree with each other."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from orders import audit

LIMIT = 1000  # lines of text: more would hide the first ones


@contextmanager
def one_moment() -> Iterator[None]:
    """Read the shop as it was at one moment, without keeping anybody from selling meanwhile."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # atomic() would take SQLite's one write lock
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


class Command(BaseCommand):
    help = "Check every invariant of stock, orders, payments, coupons and listings. Exit code 1 names each bad row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text", help="default %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        with one_moment():
            found = list(audit.violations(at=timezone.now()))
        if options["format"] == "json":
            self.stdout.write(json.dumps({"count": len(found), "violations": [asdict(each) for each in found]}))
        else:
            for each in found[:LIMIT]:
                self.stdout.write(f"{each.rule}: {each.row}: {each.detail}")
            self.stdout.write(f"{len(found)} violations")
        if found:
            raise CommandError("the shop's rows do not agree", returncode=1)
