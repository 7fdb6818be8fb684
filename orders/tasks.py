"""What the orders do beside the request."""

from collections.abc import Callable
from datetime import datetime, timedelta

from orders import idempotency, lifecycle, payments, privacy


def expire_orders(at: datetime) -> int:
    return lifecycle.expire_due(at=at)


def send_refunds(at: datetime) -> int:
    return payments.send_waiting_refunds(at=at)


def prune_keys(at: datetime) -> int:
    return idempotency.prune(at=at)


def drop_fiscal_remainders(at: datetime) -> int:
    return privacy.drop_fiscal_remainders(at=at)


JOBS: list[tuple[str, timedelta, Callable[[datetime], object]]] = [
    ("unpaid orders", timedelta(minutes=1), expire_orders),
    ("refunds", timedelta(minutes=5), send_refunds),
    ("old idempotency keys", timedelta(days=1), prune_keys),
    ("old fiscal remainders", timedelta(days=1), drop_fiscal_remainders),
]
