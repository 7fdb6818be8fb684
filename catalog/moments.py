"""From which moment the shop is looked at: the present one, or a later one a colleague has chosen to see.

Held in a context variable for the length of one request (`catalog.middleware.MomentMiddleware`), so nobody else's
page, task or thread can be of a moment that is not yet there. `foresight` tells what will be different then.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone


@dataclass(frozen=True)
class Moment:
    at: datetime
    list_prices: Mapping[int, Decimal] = field(default_factory=dict)  # by product: those that will be others
    charged: Mapping[int, bool] = field(default_factory=dict)  # of those that move: was the list price really asked?
    moved: frozenset[int] = frozenset()  # products whose stored price is not the one of then
    kept: dict[object, Any] = field(default_factory=dict)  # what was worked out from it, for this request


_seen: ContextVar[Moment | None] = ContextVar("moment", default=None)


def seen() -> Moment | None:
    """The later moment this request looks at; None in the present."""
    return _seen.get()


def now() -> datetime:
    """For whatever only shows. What is written happens now: `timezone.now`."""
    moment = _seen.get()
    return timezone.now() if moment is None else moment.at


def list_price(product_id: int | None, price: Decimal) -> Decimal:
    moment = _seen.get()
    return price if moment is None or product_id is None else moment.list_prices.get(product_id, price)


def was_charged(product_id: int | None, judged: bool) -> bool:
    moment = _seen.get()
    return judged if moment is None or product_id is None else moment.charged.get(product_id, judged)


@contextmanager
def seen_from(moment: Moment) -> Iterator[None]:
    token = _seen.set(moment)
    try:
        yield
    finally:
        _seen.reset(token)
