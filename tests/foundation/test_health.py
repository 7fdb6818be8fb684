"""What an operator's probe is told."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from iluminacasa import health


def test_alive_answers_without_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert not answer.cookies


@pytest.mark.django_db
def test_ready_names_its_parts(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "migrations": True, "counters": True}


@pytest.mark.django_db
def test_not_ready_while_migrations_are_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "migrations_applied", lambda: False)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] is False


@pytest.mark.django_db
def test_a_migration_that_was_not_applied_is_missed() -> None:
    assert health.migrations_applied() is True
    MigrationRecorder(connection).record_unapplied("catalog", "0001_initial")
    assert health.migrations_applied() is False


@pytest.mark.django_db
def test_lost_counters_are_told_but_stop_nobody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("iluminacasa.counters.CounterCache.get", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["counters"] is False


def test_who_asks_while_another_asks_is_told_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several balancers look at the same moment: none of them may take a sound shop out of service."""
    began, go = threading.Event(), threading.Event()

    def answers() -> bool:
        began.set()
        return go.wait(5)

    monkeypatch.setattr(health, "connection", SimpleNamespace(vendor="postgresql", close=lambda: None))
    monkeypatch.setattr(health, "answers", answers)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(health.database_ok)
        assert began.wait(5)
        threading.Timer(0.1, go.set).start()
        assert (health.database_ok(), first.result()) == (True, True)


def test_nobody_waits_again_for_a_question_that_was_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A silent database is asked by one thread, and every later probe is answered at once, until that one is."""
    go, asked = threading.Event(), []

    def answers() -> bool:
        asked.append(1)
        return go.wait(5)

    monkeypatch.setattr(health, "connection", SimpleNamespace(vendor="postgresql", close=lambda: None))
    monkeypatch.setattr(health, "answers", answers)
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    assert health.database_ok() is False
    monkeypatch.setattr(health, "PATIENCE", 60)
    assert [health.database_ok() for _ in range(20)] == [False] * 20
    go.set()
    (question,) = health.given_up
    question.join(5)
    assert health.database_ok() is True
    assert (len(asked), health.given_up) == (2, [])
