"""What every test stands on: the shop's own settings in a known environment, and a few fixtures.

`TEST_DATABASE_URL` (`postgres://...`) runs the same suite on another database than SQLite in memory.
"""

import os
import re
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import django
import pytest
from django.conf import settings
from django.core.signals import setting_changed
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import DjangoDbBlocker

from tests import migrated, migrated_rows

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


# Asked once, on SQLite: what touches no database, what brings a file of SQLite with it, and doors, for the rooms behind
# them are asked on every database. What a door itself may ask differently stays: odd input, lists and their searches.
BRING_A_FILE = ("sync/test_kill.py", "accounts/test_parallel_refresh.py", "tests/test_run_jobs.py")
DOOR_FILES = (
    "trust/test_day.py", "trust/test_not_asked.py",
    "accounts/test_generated.py", "trust/test_roles.py", "trust/test_forms.py", "trust/test_foreign_ids.py",
    "trust/test_totals.py", "cart/test_pages.py", "cart/test_admin.py", "accounts/test_sign_in.py",
    "accounts/test_sign_up.py", "accounts/test_passwords.py", "accounts/test_profile.py",
    "accounts/test_address_book.py", "api/test_words.py", "api/test_contract.py", "orders/test_demo.py",
    "orders/api/test_after.py",
)  # fmt: skip
# What others send us, judged before it is kept.
FROM_OUTSIDE = (
    "payments/test_card.py", "payments/test_hosted_page.py", "payments/test_localstripe.py",
    "sync/test_unchanged_source.py", "sync/test_rows_in_the_shop.py",
)  # fmt: skip
DOORS = ("admin", "foundation", "pages", "pages_buy")
ASKED_EVERYWHERE = re.compile(
    r"test_(odd_parameters|forms_take_anything|choices|lists|listing|order_queue|people_customers)"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, so that no process is left with one of them at the end."""
    items.sort(key=lambda item: not ("server" in item.keywords or "trust" in item.path.parts))
    for item in items:
        if is_judged_before(item.path) or brings_a_file(item) or not touches_a_database(item):
            item.add_marker("once")


def is_judged_before(path: Path) -> bool:
    in_their_folders = path.parent.name in DOORS and not ASKED_EVERYWHERE.match(path.name)
    return in_their_folders or path.as_posix().endswith((*DOOR_FILES, *FROM_OUTSIDE))


def brings_a_file(item: pytest.Item) -> bool:
    is_one = item.path.as_posix().endswith(BRING_A_FILE)
    return is_one and "server" in item.keywords


def touches_a_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or any(item.get_closest_marker(name) for name in ("django_db", "server", "postgresql"))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The database of the run, copied from one that is migrated already."""
    with django_db_blocker.unblock(), migrated.copied_into(os.environ):
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


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


@pytest.fixture(autouse=True)
def _catalogue_state(request: pytest.FixtureRequest) -> None:
    """What migrations put into the database is there again after a test that flushed it.

    Each test begins at a content version of its own, so nothing kept by version leaks into the next one.
    """
    names = [name for name in ("transactional_db", "db") if name in request.fixturenames]
    for name in names[:1]:
        request.getfixturevalue(name)
    if names or request.node.get_closest_marker("django_db"):
        migrated_rows.put_back()
