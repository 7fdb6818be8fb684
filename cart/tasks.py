"""What the cart does beside the request."""

from collections.abc import Callable
from datetime import datetime, timedelta

from cart import basket


def drop_old_carts(at: datetime) -> int:
    return basket.drop_old(at=at)


JOBS: list[tuple[str, timedelta, Callable[[datetime], object]]] = [
    ("old carts", timedelta(days=1), drop_old_carts),
]
