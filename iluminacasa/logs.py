"""One place for logging: JSON lines in UTC with the request id; plain lines under DEBUG."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="-")

STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {
    "message",
    "asctime",
    "taskName",
    "request",
    "server_time",
}


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: json.dumps keeps CR, LF and escape codes of any input inside the string."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", "-"),
        }
        entry.update(
            {
                name: value
                for name, value in record.__dict__.items()
                if name not in STANDARD and name not in entry and not name.startswith("_")
            }
        )
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


class LineFormatter(logging.Formatter):
    """For a person at a terminal: control characters are escaped so that a message stays one line."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # the name is the standard library's
        text = super().formatMessage(record)
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def logging_config(*, level: str, human: bool) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "iluminacasa.logs.RequestIdFilter"}},
        "formatters": {
            "json": {"()": "iluminacasa.logs.JsonFormatter"},
            "line": {"()": "iluminacasa.logs.LineFormatter", "format": "%(levelname)s %(name)s %(message)s"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["request_id"],
                "formatter": "line" if human else "json",
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"level": "ERROR"},  # refusals are logged once by our own request line
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # so is a wrong host: anybody can send one
            "PIL": {"level": "WARNING"},
            "urllib3": {"level": "WARNING"},
        },
    }
