"""The fiscal document of an order: issued elsewhere, its access key kept here for customer and accountant."""

import re
from datetime import datetime

from django.db import transaction

from accounts.models import User
from iluminacasa.errors import Invalid
from orders import lifecycle
from orders.models import Order

KEY = re.compile(r"[0-9A-Z]{43}[0-9]", re.ASCII)  # letters since CNPJs may have them
KINDS = ("55", "65")  # NF-e, NFC-e: characters 21 and 22
ZERO = ord("0")


class WrongKey(Invalid):
    code = "invoice_key"
    title = "Chave inválida"
    default_message = "Esta chave de acesso não existe. Confira os 44 números."


def is_key(text: str) -> bool:
    """44 characters, the last one their check digit modulo 11 (Manual de Orientação do Contribuinte)."""
    if not KEY.fullmatch(text) or text[20:22] not in KINDS:
        return False
    values = [ord(character) - ZERO for character in reversed(text[:-1])]
    rest = sum(value * (2 + place % 8) for place, value in enumerate(values)) % 11
    return int(text[-1]) == (0 if rest < 2 else 11 - rest)


@transaction.atomic
def keep(*, order: Order, key: str, at: datetime, by: User) -> None:
    """Write the key on a paid order; another one replaces it, and both stand in the history."""
    key = re.sub(r"[\s.\-/]", "", key).upper()
    if not is_key(key):
        raise WrongKey(field="key")
    fresh = lifecycle.lock(order.pk)
    if fresh.paid_at is None:
        raise lifecycle.WrongState("Só um pedido pago tem nota fiscal.", data={"status": fresh.status})
    Order.objects.filter(pk=order.pk).update(invoice_key=key)
    lifecycle.note(order, "invoice", at=at, by=by, message=key, data={"before": fresh.invoice_key}, is_public=False)
    order.refresh_from_db(fields=["invoice_key"])
