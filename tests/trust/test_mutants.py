"""The guards `python -m tests.trust.mutants` takes out still stand where it looks for them, and so do its tests."""

import re

import pytest

from tests.servers import ROOT
from tests.trust.mutants import MUTANTS, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.guard)
def test_every_guard_can_be_taken_out_and_names_tests_there_are(mutant: Mutant) -> None:
    for edit in mutant.edits:
        text = (ROOT / edit.path).read_text()
        assert edit.applied(text) != text
    for test in mutant.tests:
        path, name = test.split("::")
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.MULTILINE), test


def test_all_ten_guards_are_among_them() -> None:
    assert [mutant.guard for mutant in MUTANTS] == [
        "conditional stock update", "atomic", "lock order", "unique key", "owner filter", "CSRF", "escape", "limiter",
        "cache header", "signature check",
    ]  # fmt: skip
