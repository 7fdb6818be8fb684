"""The doctor names what is wrong and what to do, and finds nothing where nothing is."""

import json
import shutil
import sqlite3
from collections import namedtuple
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from iluminacasa import doctor, jobs
from iluminacasa.doctor import contents, surroundings
from iluminacasa.doctor.finding import Finding
from tests import buying
from tests.servers import free_port
from tests.trust.wires import mail_server

pytestmark = pytest.mark.django_db


def found(findings, part: str) -> Finding:
    """The only finding about this part."""
    (one,) = [each for each in findings if each.part == part]
    return one


def task(*, status: str, minutes: int, path: str = jobs.run_job.module_path) -> DBTaskResult:
    at = timezone.now() - timedelta(minutes=minutes)
    made = DBTaskResult.objects.create(
        status=status, args_kwargs={"args": [], "kwargs": {}}, task_path=path, backend_name="default",
        queue_name="default", run_after=get_date_max(), finished_at=at if status != "READY" else None,
        exception_class_path="", traceback="",
    )  # fmt: skip
    DBTaskResult.objects.filter(pk=made.pk).update(enqueued_at=at)
    return made


# --- The command ---------------------------------------------------------------------------------
def test_the_command_tells_people_a_line_each_and_programs_json() -> None:
    text, told = StringIO(), StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("doctor", stdout=text)
    assert refused.value.returncode == 1
    with pytest.raises(CommandError):
        call_command("doctor", format="json", stdout=told)
    body = json.loads(told.getvalue())
    assert sum(body["count"].values()) == len(body["findings"]) == len(text.getvalue().splitlines()) - 1
    assert {"part", "level", "found", "advice"} == set(body["findings"][0])
    assert all(each["advice"] for each in body["findings"] if each["level"] != "ok")
    assert "error   jobs: no background work was done yet -> Start" in text.getvalue()


def test_a_shop_in_order_has_no_errors(settings, tmp_path: Path) -> None:
    task(status="SUCCESSFUL", minutes=1)
    settings.STAFF_SECOND_FACTOR = True
    with mail_server() as server:
        settings.MAILERS = smtp(server.port)
        out = StringIO()
        found_errors = [each for each in doctor.examine(at=timezone.now()) if each.level == "error"]
    assert [each for each in found_errors if each.part != "database in memory"] == [], out


# --- Around the shop -----------------------------------------------------------------------------
def smtp(port: int, **more: object):
    terms = {"host": "127.0.0.1", "port": port, "username": "", "password": "", "use_tls": False, "use_ssl": False}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": terms | more}}


def test_a_mail_server_is_greeted_and_not_written_to(settings) -> None:
    with mail_server() as server:
        settings.MAILERS = smtp(server.port)
        assert found(surroundings.mail(), "mail").level == "ok"
        assert server.letters == []
    settings.MAILERS = smtp(free_port())
    assert found(surroundings.mail(), "mail").level == "error"


def test_letters_to_nowhere_are_a_warning() -> None:
    told = found(surroundings.mail(), "mail")
    assert (told.level, told.advice) == ("warning", "Set EMAIL_URL=smtp+tls://user:password@host:587.")


def test_a_server_that_wants_encryption_it_does_not_have_is_an_error(settings) -> None:
    with mail_server() as server:
        settings.MAILERS = smtp(server.port, use_tls=True)
        assert found(surroundings.mail(), "mail").level == "error"


@pytest.mark.parametrize(("free", "level"), [(10 * 1024**3, "ok"), (1024**3, "warning"), (200 * 1024**2, "error")])
def test_a_disk_is_warned_of_before_it_is_full(monkeypatch: pytest.MonkeyPatch, free: int, level: str) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1, 1, free))
    assert {each.level for each in surroundings.disks()} == {level}


def test_a_folder_nobody_may_write_to_is_named(settings, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings.MEDIA_ROOT = str(blocked / "media")
    told = found(surroundings.folders(), "media")
    assert told.level == "error"
    assert str(blocked) in told.found


def test_counters_that_do_not_answer_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    assert found(surroundings.counters(), "counters").level == "ok"
    monkeypatch.setattr("iluminacasa.counters.CounterCache.set", broken)
    told = found(surroundings.counters(), "counters")
    assert (told.level, told.found) == (
        "error", "counters file does not answer, so nobody can sign in: disk I/O error",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "part", "level"),
    [
        ("DEBUG", True, "debug", "error"),
        ("LIMITS_OFF_ON_LOOPBACK", True, "limits", "warning"),
        ("STAFF_SECOND_FACTOR", False, "staff", "warning"),
        ("PIX_KEY", "", "pix", "warning"),
        ("IS_HTTPS", True, "proxy", "warning"),
    ],
)
def test_every_switch_that_is_not_for_production_is_named(
    settings, name: str, value: object, part: str, level: str
) -> None:
    settings.STAFF_SECOND_FACTOR, settings.PIX_KEY, settings.LIMITS_OFF_ON_LOOPBACK = True, "x", False
    assert list(surroundings.switches()) == []
    setattr(settings, name, value)
    assert found(surroundings.switches(), part).level == level


def test_earlier_keys_are_remembered_until_they_are_taken_away(settings) -> None:
    assert list(surroundings.earlier_keys()) == []
    settings.SECRET_KEY_FALLBACKS = ["a"]
    settings.JWT_SIGNING_KEY_FALLBACKS = ["b", "c"]
    assert [each.found.split()[0] for each in surroundings.earlier_keys()] == ["1", "2"]
    settings.SECRET_KEY_FALLBACKS = settings.JWT_SIGNING_KEY_FALLBACKS = []
    settings.JWT_SIGNING_KEY = settings.SECRET_KEY
    assert [each.level for each in surroundings.earlier_keys()] == ["error"]


def test_what_check_finds_is_among_it(settings) -> None:
    told = [each.found.split(":")[0] for each in surroundings.system_checks()]
    assert "iluminacasa.W001" in told, "these tests speak http"


def test_a_network_disk_is_recognised_by_its_kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mounts = f"/dev/vda / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n/dev/vdb {tmp_path}/own ext4 rw 0 0\n"
    monkeypatch.setattr(Path, "read_text", lambda self: mounts)
    assert surroundings.on_network(tmp_path / "db.sqlite3") == "nfs4"
    assert surroundings.on_network(tmp_path / "own" / "db.sqlite3") == ""
    assert surroundings.on_network(Path("/srv/db.sqlite3")) == ""


# --- In the database -----------------------------------------------------------------------------
def test_work_nobody_does_is_an_error_and_late_work_a_warning() -> None:
    now = timezone.now()
    assert found(contents.work(now), "jobs").level == "error"
    task(status="SUCCESSFUL", minutes=20)
    assert found(contents.work(now), "jobs").found.startswith("no background work was done since")
    task(status="SUCCESSFUL", minutes=1)
    assert found(contents.work(now), "jobs").level == "ok"
    late = task(status="READY", minutes=16)
    assert found(contents.work(now), "jobs").found == "1 tasks have waited for 15 minutes"
    late.delete()
    task(status="FAILED", minutes=3, path="catalog.tasks.publish")
    assert found(contents.work(now), "failed tasks").found == "1 in one day, the last catalog.tasks.publish"


def test_letters_that_did_not_go_out_are_told(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    now = timezone.now()
    buying.place(buying.cart_with({buying.goods(at=now): 1}, at=now), at=now)
    task(status="SUCCESSFUL", minutes=0)
    assert [each.part for each in contents.work(now + timedelta(minutes=10))] == ["jobs"]
    assert found(contents.work(now + timedelta(minutes=31)), "letters").level == "warning"


def test_a_clock_that_went_back_is_told(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    now = timezone.now()
    buying.place(buying.cart_with({buying.goods(at=now): 1}, at=now), at=now)
    assert found(contents.clock(now), "clock").level == "ok"
    assert found(contents.clock(now - timedelta(hours=1)), "clock").level == "error"


def test_a_database_that_is_away_is_told_and_nothing_more_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(statement: str) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(contents, "ask", away)
    told = doctor.examine(at=timezone.now())
    assert found(told, "database").found == "it does not answer: connection refused"
    assert not {"migrations", "jobs", "clock"} & {each.part for each in told}


def test_pending_migrations_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(contents.migrations(), "migrations").level == "ok"
    monkeypatch.setattr("iluminacasa.health.migrations_applied", lambda: False)
    assert found(contents.migrations(), "migrations").advice == "Run `manage.py migrate`."


def test_an_sqlite_that_is_too_old_or_too_careless_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    sqlite3.connect(file).close()
    monkeypatch.setattr(contents, "database_file", lambda: file)
    answers = {"PRAGMA quick_check": "ok", "PRAGMA journal_mode": "wal", "PRAGMA synchronous": 2}
    monkeypatch.setattr(contents, "ask", answers.__getitem__)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert [each.level for each in contents.sqlite()] == ["ok"]
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    assert found(contents.sqlite(), "sqlite version").level == "warning"
    answers["PRAGMA synchronous"] = 1
    assert found(contents.sqlite(), "durability").level == "error"
    with file.with_name("db.sqlite3-wal").open("wb") as log:
        log.truncate(contents.BIG_JOURNAL + 1)
    assert found(contents.sqlite(), "journal").level == "warning"
    answers["PRAGMA quick_check"] = "row 7 missing from index"
    assert [each.level for each in contents.sqlite()] == ["error"]


@pytest.mark.parametrize(
    ("reached", "level", "said"),
    [(70, "ok", "30 bytes of the log behind"), (-1, "warning", "follows nobody"), (None, "warning", "does not answer")],
)
def test_a_replica_that_is_away_or_is_none_is_told(
    settings, monkeypatch: pytest.MonkeyPatch, reached: int | None, level: str, said: str
) -> None:
    def ask() -> int:
        if reached is None:
            raise OperationalError("connection refused")
        return reached

    assert list(contents.replica()) == []
    settings.REPLICA_URL = "postgres://elsewhere/shop"
    monkeypatch.setattr(contents.replicas, "reached_by_replica", ask)
    monkeypatch.setattr(contents.replicas, "written_by_primary", lambda: 100)
    told = found(contents.replica(), "replica")
    assert (told.level, said in told.found) == (level, True)
