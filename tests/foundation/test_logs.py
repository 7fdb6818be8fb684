"""One line per fact, whatever the input."""

import json
import logging

import pytest
from django.test import Client

from iluminacasa.logs import JsonFormatter, LineFormatter

NASTY = '\r\n{"level":"CRITICAL"}\x1b[31m\x00\u2028fim'


def record(**extra: object) -> logging.LogRecord:
    made = logging.LogRecord("shop", logging.WARNING, __file__, 1, "pedido de %s", (NASTY,), None)
    made.__dict__.update(extra)
    return made


def test_json_lines_hold_any_input_inside_the_string() -> None:
    line = JsonFormatter().format(record(request_id="abc", note=NASTY))
    assert "\n" not in line
    assert "\r" not in line
    assert "\x1b" not in line
    entry = json.loads(line)
    assert entry["message"] == f"pedido de {NASTY}"
    assert entry["note"] == NASTY
    assert entry["request_id"] == "abc"
    assert entry["at"].endswith("+00:00")


def test_plain_lines_stay_one_line() -> None:
    line = LineFormatter("%(levelname)s %(message)s").format(record())
    assert line == "WARNING pedido de " + r'\r\n{"level":"CRITICAL"}\x1b[31m\x00\u2028fim'


def test_an_exception_is_part_of_the_json_line() -> None:
    try:
        raise KeyError("x")
    except KeyError as error:
        failure = record(exc_info=(KeyError, error, error.__traceback__))
    entry = json.loads(JsonFormatter().format(failure))
    assert "KeyError: 'x'" in entry["exception"]


@pytest.mark.parametrize("sent", ["abcdefgh", "0f8fad5b-d9cb-469f-a165-70867728950e"])
def test_a_sensible_request_id_is_kept(client: Client, sent: str) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": sent}).headers["X-Request-Id"] == sent


@pytest.mark.parametrize("sent", ["", "short", "a" * 65, "abc def ghi", "abcdefgh\n", "<script>alert(1)</script>"])
def test_any_other_request_id_is_replaced(client: Client, sent: str) -> None:
    given = client.get("/healthz", headers={"X-Request-Id": sent}).headers["X-Request-Id"]
    assert given != sent
    assert len(given) == 32


def test_each_request_leaves_one_line_with_its_outcome(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="iluminacasa.access")
    client.get("/healthz", headers={"X-Request-Id": "request-1"})
    (line,) = [entry for entry in caplog.records if entry.name == "iluminacasa.access"]
    assert (line.method, line.path, line.status) == ("GET", "/healthz", 200)


@pytest.mark.django_db
def test_a_wrong_host_fills_no_log_with_tracebacks(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert client.get("/catalogo/", HTTP_HOST="evil.example").status_code == 400
    assert [each for each in caplog.records if each.exc_info] == []
    assert [each.getMessage() for each in caplog.records] == ["GET /catalogo/ 400"]
