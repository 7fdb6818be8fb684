"""The command line: arguments, output, exit codes."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product
from tests.catalog.sync.upstream import Upstream, envelope, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(tmp_path: Path) -> Path:
    file = tmp_path / "body.json"
    file.write_text(json.dumps(envelope([row(number) for number in range(1, 31)])))
    return file


def write(body: Path, *rows: Any) -> None:
    body.write_text(json.dumps(envelope([*[row(number) for number in range(1, 31)], *rows])))


def command(*arguments: str) -> tuple[int, str]:
    """Exit code and standard output."""
    out = io.StringIO()
    try:
        call_command("sync_products", *arguments, stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


def test_json_has_every_count_as_a_number_at_its_top_level(body: Path) -> None:
    write(body, row(31, price="9.99"))
    code, out = command("--file", str(body), "--format", "json")
    made = json.loads(out)
    counts = (
        "created updated unchanged reactivated deactivated rejected held conflicts images requests retries bytes"
        " queries"
    ).split()
    assert all(type(made[name]) is int for name in counts)
    assert isinstance(made["seconds"], float)
    assert (code, made["schema"], made["exit_code"], made["created"], made["rejected"]) == (3, 1, 3, 30, 1)
    assert made["rejects"] == [
        {"kind": "row", "id": "31", "field": "price", "code": "wrong_type", "value": "9.99",
         "message": "O preço falta ou não é um número JSON."}
    ]  # fmt: skip
    assert made["holds"] == []


def test_text_is_one_summary_line_and_a_line_per_refusal(body: Path) -> None:
    write(body, row(31, price="=cmd|' /C calc'!A0"), row("\x1b[31m x", price=1))
    code, out = command("--file", str(body), "--max-rejects", "10%")
    lines = out.splitlines()
    assert code == 3
    assert lines[0].startswith("dummyjson: created 30 updated 0 unchanged 0 reactivated 0 deactivated 0 rejected 2")
    assert """rejected 31 price wrong_type "'=cmd|' /C calc'!A0" """ in lines[1]
    assert 'rejected #32 id bad_id "\\u001b[31m x" ' in lines[2]
    assert "\x1b" not in out


@pytest.mark.parametrize(("name", "kind"), [("r.json", "json"), ("r.csv", "csv"), ("r.txt", "text")])
def test_the_report_can_be_kept_in_a_file(body: Path, tmp_path: Path, name: str, kind: str) -> None:
    write(body, row(31, price="=1+1"))
    command("--file", str(body), "--report", str(tmp_path / name), "--dry-run")
    text = (tmp_path / name).read_text()
    if kind == "json":
        assert json.loads(text)["rejected"] == 1
    elif kind == "csv":
        assert next(csv.DictReader(io.StringIO(text)))["value"] == "'=1+1"
    else:
        assert text.startswith("dummyjson (ensaio: nada foi gravado): created 30")
    assert Product.objects.count() == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--file", "/no/such/file.json"), ("--file", "a.json", "--url", "http://localhost"), ("--url", "ftp://x"),
        ("--url", "http://user:pass@localhost"), ("--url", "nonsense"), ("--source", "Grande Loja"),
        ("--page-size", "0"), ("--chunk", "0"), ("--limit", "-1"), ("--timeout", "0"), ("--max-rps", "0"),
        ("--max-rejects", "120%"), ("--max-rejects", "many"), ("--force-fields", "slug"), ("--images", "steal"),
        ("--rename-category", "x"), ("--id", "1", "--category", "x"), ("--on-error", "cry"),
        ("--source", "demo", "--url", "http://localhost"),
    ],
)  # fmt: skip
def test_nonsense_on_the_command_line_is_code_two_or_argparse(arguments: tuple[str, ...]) -> None:
    out = io.StringIO()
    with pytest.raises((CommandError, SystemExit)) as caught:
        call_command("sync_products", *arguments, stdout=out, stderr=out)
    code = caught.value.code if isinstance(caught.value, SystemExit) else caught.value.returncode
    assert code in (1, 2)  # call_command turns argparse's own exit 2 into a CommandError
    assert Product.objects.count() == 0


def test_a_rate_that_is_none_is_a_configuration_error(body: Path, settings: Any) -> None:
    for rate in ("", "abc", "0", "-1", "NaN", "Infinity"):
        settings.SYNC_EXCHANGE_RATE = rate
        assert command("--file", str(body))[0] == 1
    assert Product.objects.count() == 0


def test_every_kind_of_end_has_its_code(body: Path, upstream: Upstream) -> None:
    assert command("--file", str(body))[0] == 0
    write(body, row(31, title=None))
    assert command("--file", str(body))[0] == 3
    body.write_text("{")
    assert command("--file", str(body))[0] == 4
    body.write_text(json.dumps(envelope([row(1)])))
    assert command("--file", str(body))[0] == 5
    upstream.rows = [row(number) for number in range(1, 31)]
    assert command("--url", upstream.url, "--max-rps", "1000")[0] == 0


def test_options_reach_the_run(body: Path) -> None:
    assert json.loads(command("--file", str(body), "--limit", "3", "--format", "json")[1])["created"] == 3
    assert json.loads(command("--file", str(body), "--id", "7", "--id", "8", "--format", "json")[1])["created"] == 2
    code, out = command("--file", str(body), "--dry-run", "--diff", "--images", "none", "--no-input", "--full")
    assert (code, Product.objects.count()) == (0, 5)
    assert "created 25" in out
    assert 'diff 30 +: "" -> "Luminária 30"' in out


def test_progress_never_mixes_with_the_report(body: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call_command("sync_products", "--file", str(body), "--format", "json")
    assert json.loads(capfd.readouterr().out)["created"] == 30
