"""A database that was put back learns who is gone since, and nobody is signed in to it."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts import forgetting, privacy, proofs, restored, tokens
from accounts.models import Erasure, TokenFamily, User
from orders import lifecycle
from tests import make
from tests.buying import NOON, cart_with, goods, place
from tests.people import EMAIL, PASSWORD, tokens_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=60)


@pytest.fixture(autouse=True)
def erasures(tmp_path: Path, settings) -> Path:
    settings.ERASURES_FILE = str(tmp_path / "apart" / "erasures.jsonl")
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    return Path(settings.ERASURES_FILE)


def entries() -> list[forgetting.Entry]:
    return forgetting.read(Path(settings.ERASURES_FILE).read_text().splitlines())


def as_backed_up(user: User) -> User:
    """The row as an older backup has it."""
    again = User(
        pk=user.pk, email=user.email, name=user.name, password=user.password, email_verified_at=user.email_verified_at
    )
    again.save(force_insert=True)
    User.objects.filter(pk=again.pk).update(joined_at=user.joined_at)
    again.refresh_from_db()
    return again


def erased(ana: User) -> User:
    """Ana as she was, now forgotten."""
    before = User.objects.get(pk=ana.pk)
    privacy.ask_erasure(user=ana, at=NOON)
    assert privacy.erase_due(at=LATER) == 1
    return before


def test_the_list_names_nobody(ana: User, erasures: Path) -> None:
    erased(ana)
    text = erasures.read_text()
    assert [json.loads(line)["step"] for line in text.splitlines()] == ["asked", "done"]
    assert EMAIL not in text
    assert "Ana" not in text
    assert f"{erasures.stat().st_mode & 0o777:o}" == "600"


def test_who_was_forgotten_after_the_backup_is_forgotten_once_more(ana: User) -> None:
    back = as_backed_up(erased(ana))
    order = place(cart_with({goods(): 1}, user=back), email=EMAIL)
    told = restored.repeat_erasures(entries=entries(), at=LATER + timedelta(days=365))
    assert (told.done, told.waiting, told.unknown) == (0, [back.pk], 0), "her order is under way in this database"
    assert not User.objects.get(pk=back.pk).is_active
    lifecycle.cancel(order=order, at=LATER, by=None, reason="x")
    assert privacy.erase_due(at=LATER + timedelta(days=365)) == 1
    assert not User.objects.filter(email=EMAIL).exists()


def test_without_anything_under_way_it_is_done_at_once_and_twice_is_once(ana: User) -> None:
    as_backed_up(erased(ana))
    assert restored.repeat_erasures(entries=entries(), at=LATER).done == 1
    assert not User.objects.filter(email=EMAIL).exists()
    again = restored.repeat_erasures(entries=entries(), at=LATER)
    assert (again.done, again.waiting, again.unknown) == (0, [], 1)


def test_somebody_else_under_the_same_number_is_left_alone(ana: User) -> None:
    before = erased(ana)
    other = as_backed_up(before)
    User.objects.filter(pk=other.pk).update(joined_at=before.joined_at + timedelta(microseconds=1))
    assert restored.repeat_erasures(entries=entries(), at=LATER).unknown == 1
    assert User.objects.get(pk=other.pk).is_active


def test_who_only_asked_has_a_closed_account_and_the_same_seven_days(ana: User) -> None:
    privacy.ask_erasure(user=ana, at=NOON)
    Erasure.objects.all().delete()
    User.objects.filter(pk=ana.pk).update(is_active=True)
    told = restored.repeat_erasures(entries=entries(), at=NOON + timedelta(days=1))
    assert (told.done, told.waiting) == (0, [ana.pk])
    asked = Erasure.objects.get()
    assert (asked.requested_at, asked.due_at) == (NOON, NOON + timedelta(days=7))
    assert not User.objects.get(pk=ana.pk).is_active
    restored.repeat_erasures(entries=entries(), at=NOON + timedelta(days=1))
    assert Erasure.objects.count() == 1


def test_who_changed_their_mind_stays(ana: User) -> None:
    asked = privacy.ask_erasure(user=ana, at=NOON)
    privacy.undo(token=proofs.undo(erasure_id=asked.pk), at=NOON)
    assert entries() == []


def test_what_cannot_be_written_down_is_not_done(ana: User, erasures: Path) -> None:
    privacy.ask_erasure(user=ana, at=NOON)
    erasures.unlink()
    erasures.mkdir()
    with pytest.raises(IsADirectoryError):
        privacy.erase_due(at=LATER)
    assert User.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize("line", ["", "{}", "[]", "null", '{"step": "done", "user": 1}', '{"step"', "7"])
def test_a_damaged_list_is_told_not_passed_over(line: str) -> None:
    with pytest.raises(forgetting.ListDamaged, match="line 1"):
        forgetting.read([line])


def test_nobody_is_signed_in_to_a_restored_shop(ana: User, as_ana: Client, now: datetime) -> None:
    pair = tokens_of(EMAIL)
    assert as_ana.get("/conta/").status_code == 200
    restored.end_all_sign_ins(at=now)
    assert as_ana.get("/conta/").status_code == 303
    with pytest.raises(tokens.TokenRefused):
        tokens.person(access=pair["access"])
    assert not TokenFamily.objects.filter(revoked_at__isnull=True).exists()
    assert tokens_of(EMAIL, PASSWORD)["access"]
    assert make.user().session_version == 1
