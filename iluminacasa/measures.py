"""What is counted for Prometheus. Nothing is, unless a METRICS_ setting asks for it and the library is installed.

Every worker process counts into files of its own in METRICS_FOLDER, which whichever process is asked adds up
(`iluminacasa/metrics.py`), so the sums are right with any number of workers, and a killed one takes no count with it.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})  # others would be anybody's words
BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0)  # seconds
IS_WANTED = bool(settings.METRICS_NETWORKS or settings.METRICS_TOKEN)


class Meters:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)  # before the library looks for it
        from prometheus_client import Counter, Histogram

        self.requests: Any = Counter(
            "shop_requests", "Answers, by method, view and status.", ["method", "view", "status"], registry=None
        )
        self.seconds: Any = Histogram(
            "shop_request_seconds", "Time to an answer, by kind of door.", ["door"], buckets=BUCKETS, registry=None
        )
        self.conflicts: Any = Counter(
            "shop_stock_conflicts", "Orders refused because others were faster.", registry=None
        )


IS_COUNTED = IS_WANTED and find_spec("prometheus_client") is not None


@cache
def meters() -> Meters:
    """Made at the first thing to count: a command that counts nothing leaves no file."""
    return Meters(Path(settings.METRICS_FOLDER))


def answered(*, method: str | None, view: str, door: str, status: int, seconds: float) -> None:
    if IS_COUNTED:
        meters().requests.labels(method if method in METHODS else "other", view, str(status)).inc()
        meters().seconds.labels(door).observe(seconds)


def stock_conflict() -> None:
    if IS_COUNTED:
        meters().conflicts.inc()
