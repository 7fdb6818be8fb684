"""Is the process alive, and may it be sent visitors?"""

import threading
import time
from functools import cache

from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from iluminacasa.limits import STORE_DOWN

PATIENCE = 0.8  # seconds a probe may wait in all
asking = threading.Lock()
given_up: list[threading.Thread] = []  # the question nobody waits for any more, until it is answered


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations and counters are in order, else 503 naming the part."""
    parts = {"database": database_ok(), "migrations": False, "counters": counters_ok()}
    if parts["database"]:
        parts["migrations"] = migrations_applied()
    return JsonResponse(parts, status=200 if parts["database"] and parts["migrations"] else 503)


def database_ok() -> bool:
    """A server may be silent for long, whoever asks whether it is there may not wait: one asks, apart, for all."""
    if connection.vendor != "postgresql":
        return answers()
    if any(question.is_alive() for question in given_up):
        return False  # known to be silent: waiting once more would hold a thread of the shop
    end = time.monotonic() + PATIENCE
    if not asking.acquire(timeout=PATIENCE):
        return False  # whoever asked before still waits
    told: list[bool] = []

    def ask() -> None:
        try:
            told.append(answers())
        finally:
            connection.close()  # this thread's own
            asking.release()

    asked = threading.Thread(target=ask, daemon=True)
    asked.start()
    asked.join(max(0, end - time.monotonic()))
    given_up[:] = [asked] if asked.is_alive() else []
    return told == [True]


def answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Those of this code: read once, since anyone may ask whether we are ready."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def migrations_applied() -> bool:
    try:
        return known_migrations() <= MigrationRecorder(connection).applied_migrations().keys()
    except DatabaseError:
        return False


def counters_ok() -> bool:
    try:
        caches["counters"].get("readyz")
    except STORE_DOWN:
        return False
    return True
