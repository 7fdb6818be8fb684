"""What somebody told of the home the goods go to: its voltage, asked once, and where a piece will hang.

It lies with the cart; the voltage goes on to the next cart of the same person or guest.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cart import basket
from cart.models import Cart, CartLine
from catalog.fit import ZONES
from catalog.lighting.rooms import VOLTAGES
from iluminacasa.errors import Invalid

NOT_TOLD = ""


@transaction.atomic
def tell(*, cart: Cart, voltage: str | None, zones: Mapping[int, str], at: datetime) -> None:
    """`zones`: line -> where it will hang, empty to take it back. None leaves the voltage as it is."""
    if voltage is not None and voltage not in VOLTAGES:
        raise Invalid(_("Escolha 127 V, 220 V ou “Não sei”."), field="voltage")
    if not {*zones.values()} <= {*ZONES, NOT_TOLD}:
        raise Invalid(_("Escolha um lugar da lista."), field="zone")
    basket.lock(cart)
    for zone in {*zones.values()}:
        lines = [line for line, told in zones.items() if told == zone]
        CartLine.objects.filter(cart=cart, pk__in=lines).update(zone=zone)
    told = {} if voltage is None else {"home_voltage": voltage}
    Cart.objects.filter(pk=cart.pk).update(**told, updated_at=at, version=F("version") + 1)


@transaction.atomic
def place(*, cart: Cart, line_id: int, zone: str, at: datetime) -> None:
    """Where one line will hang; `Missing` when it is gone."""
    basket.product_of(cart=cart, line_id=line_id)
    tell(cart=cart, voltage=None, zones={line_id: zone}, at=at)
