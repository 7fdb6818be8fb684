"""docs/trust.md has all 86 rows, and none is done without a command that is there."""

import re

import pytest

from tests.servers import ROOT
from tests.trust.full import ARRANGED, SUITES, TRIALS

pytestmark = pytest.mark.house
ROW = re.compile(r"^\| R(\d\d) \| (.+?) \| (.*?) \| (.*?) \| (.+?) \|$", re.MULTILINE)
STATES = ("done", "partly", "open", "argued out")
COMMANDS = ("make check", "make test", "make bench")


def rows() -> list[tuple[str, ...]]:
    return ROW.findall((ROOT / "docs" / "trust.md").read_text())


def is_there(check: str) -> bool:
    """A test by its name, a trial of the long form, a module that can be run, a verb of the Makefile."""
    if "::" in check:
        path, name = check.split("::")
        place = ROOT / path
        return place.exists() and re.search(rf"^def {name}\(", place.read_text(), re.MULTILINE) is not None
    if match := re.fullmatch(r"python -m tests\.trust\.full --only (\w+)", check):
        return match[1] in {*TRIALS, *SUITES, *ARRANGED}
    if match := re.match(r"python -m ([\w.]+)", check):
        return (ROOT / f"{match[1].replace('.', '/')}.py").exists()
    return check in COMMANDS


def test_every_requirement_has_its_row() -> None:
    assert [int(number) for number, *_ in rows()] == list(range(1, 87))


def test_every_check_that_is_named_is_there() -> None:
    named = [(number, check) for number, _, checks, _, _ in rows() for check in re.findall(r"`([^`]+)`", checks)]
    assert len(named) > 150
    assert [each for each in named if not is_there(each[1])] == []


def test_nothing_is_done_without_a_command_and_a_figure() -> None:
    for number, requirement, checks, figure, state in rows():
        assert state in STATES, number
        assert requirement.strip(), number
        if state == "done":
            assert "`" in checks, number
            assert figure.strip(), number


def test_the_summary_counts_the_rows() -> None:
    told = re.search(r"Now: (\d+) done, (\d+) partly, (\d+) open", (ROOT / "docs" / "trust.md").read_text())
    assert told is not None
    states = [state for *_, state in rows()]
    assert [int(each) for each in told.groups()] == [states.count(state) for state in ("done", "partly", "open")]
