"""The models and the migrations say the same, and every migration has a name a person gave it."""

import re

import pytest
from django.core.management import call_command

from tests.house.source import FLOORS, ROOT

pytestmark = pytest.mark.house


@pytest.mark.django_db
def test_no_model_change_is_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named() -> None:
    names = [p.stem for floor in FLOORS for p in (ROOT / floor / "migrations").glob("[0-9]*.py")]
    assert [name for name in names if re.search(r"_auto_|_alter_.*_and_more|^\d+$", name)] == []
