"""Paid at the counter: staff take the money and say so."""

from collections.abc import Mapping, Sequence

from orders.models import Payment, Refund
from orders.payments.base import BadSignature, Event, ProviderDown, Reading, Started


class Pickup:
    name = "pickup"
    refunds_by_hand = True

    def start(self, payment: Payment, *, for_app: bool) -> Started:
        return Started(instructions={"kind": "pickup"})

    def read(self, payment: Payment) -> Reading:
        """Nobody to ask."""
        return Reading(status=payment.status, paid_amount=payment.paid_amount)

    def close(self, payment: Payment) -> None:
        """Nothing is open anywhere."""

    def refund(self, refund: Refund) -> str:
        raise ProviderDown("Devolva o dinheiro no balcão.")

    def parse_notice(self, *, body: bytes, headers: Mapping[str, str]) -> Sequence[Event]:
        raise BadSignature("nobody sends notices about the counter")
