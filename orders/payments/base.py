"""What every payment provider must be able to do. One file per provider beside this one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext_lazy

from iluminacasa.errors import Unavailable
from orders.models import Payment, Refund


class ProviderDown(Unavailable):
    code = "payment_provider_unavailable"
    title = gettext_lazy("Pagamento indisponível por instantes")
    default_message = gettext_lazy(
        "O meio de pagamento não respondeu. Seu pedido está guardado: tente pagar de novo em instantes."
    )


class BadSignature(Exception):
    """A notice that does not come from the provider. Answered 403 and logged, never acted on."""


class BadNotice(Exception):
    """It comes from the provider and cannot be read. Answered 400 and logged, never acted on."""


class RefundRefused(Exception):
    """The provider will not give this money back; asking again would not help."""


@dataclass(frozen=True)
class Started:
    """What the customer needs to pay: `instructions` goes to page and API as it is."""

    instructions: dict[str, Any]
    external_id: str = ""
    txid: str | None = None


@dataclass(frozen=True)
class Reading:
    """How a payment stands at the provider."""

    status: str  # a Payment.Status
    paid_amount: Decimal | None = None
    currency: str = "BRL"
    external_id: str = ""


@dataclass(frozen=True)
class Event:
    """One notice of a provider, after its signature was checked."""

    event_id: str
    kind: str
    reading: Reading | None  # None: nothing for us in it
    payment_id: int | None = None
    external_id: str = ""
    txid: str = ""
    refund_key: str = ""  # the notice is about money going back
    is_refund_failed: bool = False
    needs_person: bool = False  # a dispute, a refund nobody here asked for
    body: dict[str, Any] = field(default_factory=dict)


class Provider(Protocol):
    name: str
    refunds_by_hand: bool  # no machine gives the money back: a person does, and says so

    def start(self, payment: Payment, *, for_app: bool) -> Started:
        """Called outside any transaction. `for_app`: the caller is an API client, not a browser."""
        ...

    def read(self, payment: Payment) -> Reading:
        """Ask the provider how the payment stands."""
        ...

    def close(self, payment: Payment) -> None:
        """This payment is not wanted any more: nobody should be able to pay it."""
        ...

    def refund(self, refund: Refund) -> str:
        """Give money back, once per `refund.key`; returns the provider's own id. `RefundRefused`: never."""
        ...

    def parse_notice(self, *, body: bytes, headers: Mapping[str, str]) -> Sequence[Event]:
        """Check the signature and read what the notice tells; raises `BadSignature`, `BadNotice`."""
        ...
