"""What every test stands on: the shop's own settings in a known environment, and a few fixtures.

`TEST_DATABASE_URL` (`postgres://...`) runs the same suite on another database than SQLite in memory.
"""

import atexit
import itertools
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

SCRATCH = Path(tempfile.mkdtemp(prefix=f"ilumina-test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "iluminacasa.settings",
    "DEBUG": "0",
    "SECRET_KEY": "test-only-key-" + "0123456789abcdef" * 4,
    "JWT_SIGNING_KEY": "jwt-test-key-" + "0123456789abcdef" * 3,
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or "sqlite://:memory:",
    "REDIS_URL": "",
    "COUNTERS_FILE": str(SCRATCH / "counters.sqlite3"),
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "STATIC_ROOT": str(SCRATCH / "static"),
    "EMAIL_URL": "memorymail://",
    "TRUSTED_PROXIES": "",
    "CORS_ALLOWED_ORIGINS": "https://shop.example",
    "API_RATE_LIMIT": "600/m",
    "RATELIMIT_ENABLE": "1",
    "LOG_LEVEL": "INFO",
}
os.environ.update(ENVIRONMENT)

import django
from django.conf import settings
from django.core.signals import setting_changed

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS_AT_ONCE = {
    "default": {
        "BACKEND": "django.tasks.backends.immediate.ImmediateBackend",
        "QUEUES": settings.TASKS["default"]["QUEUES"],
    }
}
settings.TASKS = TASKS_AT_ONCE
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True  # no collectstatic before a test
django.setup()  # so that the conftest of any folder may import models

pytest_plugins = ["tests.people"]
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))


@pytest.fixture
def now() -> datetime:
    """A fixed moment for rooms that take `at`."""
    return NOON


@pytest.fixture(autouse=True)
def _tasks_at_once() -> None:
    """Tasks run where they are enqueued, whatever the test before did with them."""
    settings.TASKS = TASKS_AT_ONCE
    setting_changed.send(sender=None, setting="TASKS", value=TASKS_AT_ONCE, enter=True)


@pytest.fixture(autouse=True)
def _one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """No window of a rate limit ends in the middle of a test."""
    begin = time.time()
    monkeypatch.setattr("django_ratelimit.core.time", SimpleNamespace(time=lambda: begin))


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    """No test pays for the requests of another."""
    from django.core.cache import caches

    yield
    caches["counters"].clear()
    caches["default"].clear()


VERSIONS = itertools.count(1_000_000, 1_000_000)


# (model, migration, function): rows a migration made, which tests that flush the database take away.
MIGRATED_ROWS = (
    ("Synonym", "0006_synonyms", "fill"),
    ("Page", "0007_default_content", "write"),
)


@pytest.fixture(autouse=True)
def _catalogue_state(request: pytest.FixtureRequest) -> None:
    """What migrations put into the database is there again after a test that flushed it.

    Each test begins at a content version of its own, so nothing kept by version leaks into the next one.
    """
    names = [name for name in ("transactional_db", "db") if name in request.fixturenames]
    for name in names[:1]:
        request.getfixturevalue(name)
    if names or request.node.get_closest_marker("django_db"):
        from django.apps import apps

        from catalog.models import CatalogueState

        CatalogueState.objects.update_or_create(id=1, defaults={"version": next(VERSIONS)})
        for model, migration, function in MIGRATED_ROWS:
            if not apps.get_model("catalog", model).objects.exists():
                getattr(import_module(f"catalog.migrations.{migration}"), function)(apps, None)
