"""The machine's clock jumps while people buy: an hour, a day, a year, forth and back, and over the leap day.

Needs libfaketime (Debian: faketime); the serving processes read their clock through it, and it from a file.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.trust.clients import App, Door
from tests.trust.crowds import buying_while
from tests.trust.faults import LIMITED, PAGES
from tests.trust.shops import Trial, open_trial

LIBRARIES = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
)
EVES = (datetime(2028, 2, 28), datetime(2028, 2, 29), datetime(2028, 12, 31))  # into, out of a leap day; 366th day
SETTLING = 5  # seconds
JUMPS = ("+3600", "-3600", "+86400", "-86400", "+0")


@contextmanager
def shop_with_a_clock(kind: str, *, seed: int, **more: Any) -> Iterator[tuple[Trial, Path]]:
    library = next((each for each in LIBRARIES if Path(each).exists()), None)
    if library is None:
        raise RuntimeError("libfaketime was not found: apt-get install faketime")
    with TemporaryDirectory(prefix="ilumina-clock-") as folder:
        clock = Path(folder, "clock")
        clock.write_text("+0\n")
        own = {"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_CACHE_DURATION": "1",
               "FAKETIME_DONT_FAKE_MONOTONIC": "1"}  # fmt: skip
        with open_trial(kind, seed=seed, **LIMITED, **own, **more) as trial:
            yield trial, clock


def clock_jumps(trial: Trial, clock: Path, *, seconds: float) -> dict[str, Any]:
    """After each jump the shop sells, lets people sign in and renew, and shows its pages."""
    (person,) = trial.clerk.ask("customer_tokens")
    told: dict[str, list[int]] = {"renewed": [], "looked": []}

    def act() -> None:
        for jump in JUMPS:
            clock.write_text(f"{jump}\n")
            os.utime(clock)
            time.sleep(seconds)  # the length of the jump
            told["looked"].append(Door(trial.url).ask("GET", "/catalogo/").status)
            answer = App(trial.url).post("auth/login/", {"email": person["email"], "password": person["password"]})
            told["renewed"].append(answer.status)

    return buying_while(trial, act, paths=PAGES, carts=600) | told


def days_of_orders() -> dict[str, int]:
    """Orders by the shop's day, as the reports count them."""
    from django.db.models import Count
    from django.db.models.functions import TruncDate

    from iluminacasa.brazil import SHOP_ZONE
    from orders.models import Order

    days = Order.objects.order_by().values_list(TruncDate("placed_at", tzinfo=SHOP_ZONE)).annotate(Count("pk"))
    return {f"{day:%Y-%m-%d}": count for day, count in days}


def through_midnight(trial: Trial, clock: Path, eve: datetime, *, seconds: float) -> dict[str, Any]:
    """People buy from some seconds before the midnight after `eve` until as many after it."""
    from iluminacasa.brazil import SHOP_ZONE

    midnight = (eve + timedelta(days=1)).replace(tzinfo=SHOP_ZONE).timestamp()
    clock.write_text(f"+{midnight - seconds - SETTLING - time.time():.0f}\n")
    os.utime(clock)
    time.sleep(SETTLING)  # until every process has read it
    told = buying_while(trial, lambda: time.sleep(2 * seconds), paths=PAGES, carts=600)
    told["days"] = trial.clerk.ask("days_of_orders")
    wanted = {f"{day:%Y-%m-%d}" for day in (eve, eve + timedelta(days=1))}
    return told | {"both days": wanted <= told["days"].keys()}
