"""Many orders at once, each in a transaction of its own: what cannot be done is named and holds up nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from iluminacasa.errors import ShopError
from orders import lifecycle
from orders.models import Order

MOST = 200  # orders in one go


@dataclass(frozen=True)
class Parcel:
    order: Order
    carrier: str
    tracking_code: str = ""
    tracking_url: str = ""


@dataclass(frozen=True)
class Outcome:
    order: Order
    refusal: str = ""  # why it was not done; empty when it was

    @property
    def is_done(self) -> bool:
        return not self.refusal


def pick_all(*, orders: Sequence[Order], at: datetime, by: User) -> list[Outcome]:
    return [_try(order, lambda order: lifecycle.pick(order=order, at=at, by=by)) for order in orders]


def ship_all(*, parcels: Sequence[Parcel], at: datetime, by: User) -> list[Outcome]:
    def send(parcel: Parcel) -> Callable[[Order], object]:
        return lambda order: lifecycle.ship(
            order=order, carrier=parcel.carrier, tracking_code=parcel.tracking_code,
            tracking_url=parcel.tracking_url, at=at, by=by,
        )  # fmt: skip

    return [_try(parcel.order, send(parcel)) for parcel in parcels]


def _try(order: Order, act: Callable[[Order], object]) -> Outcome:
    try:
        act(order)
    except ShopError as refusal:
        return Outcome(order, refusal.message)
    return Outcome(order)
