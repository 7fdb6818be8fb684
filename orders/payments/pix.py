"""Static Pix: a code drawn by the shop itself. Nobody calls back: staff, or the bank's statement, say it was paid."""

from django.conf import settings

from orders.models import Payment, Refund
from orders.payments import brcode
from orders.payments.base import BadSignature, Event, ProviderDown, Reading, Started


def txid_of(payment: Payment) -> str:
    """Order number and payment in hex: 1 to 25 letters and digits, and no other payment has it."""
    return f"{payment.order.number}{payment.pk:X}"


class Pix:
    name = "pix"
    refunds_by_hand = True

    def start(self, payment: Payment, *, for_app: bool) -> Started:
        txid = txid_of(payment)
        try:
            text = brcode.payload(
                key=settings.PIX_KEY,
                merchant_name=settings.PIX_MERCHANT_NAME,
                merchant_city=settings.PIX_MERCHANT_CITY,
                amount=payment.amount,
                txid=txid,
            )
        except brcode.BadCode as error:  # the shop's settings are wrong: the order is safe, staff must mend them
            raise ProviderDown from error
        return Started(instructions={"kind": "pix", "copy_paste": text, "txid": txid}, txid=txid)

    def read(self, payment: Payment) -> Reading:
        """Nobody to ask."""
        return Reading(status=payment.status, paid_amount=payment.paid_amount)

    def refund(self, refund: Refund) -> str:
        raise ProviderDown("Devolva este Pix pelo aplicativo do banco.")

    def parse_notice(self, *, body: bytes, headers: dict[str, str]) -> Event:
        raise BadSignature("a static Pix code sends no notices")
