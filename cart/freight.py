"""What delivery costs and when it arrives: the price table by CEP, weight and value, and pickup.

Dates, not day counts: shipping happens `HANDLING_DAYS` business days after the order, or one more when it is
placed after `CUT_OFF` o'clock in shop time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from cart.calendar import add_business_days
from cart.models import FreightRate
from iluminacasa import languages
from iluminacasa.brazil import SHOP_ZONE, bare, uf_of_cep
from iluminacasa.errors import Invalid, Missing
from iluminacasa.money import round_money

HANDLING_DAYS = 1
CUT_OFF = 14  # hour of the day
PICKUP = "retirada"
PICKUP_NAME = gettext_noop("Retirar na loja")
FIRST_NAMES = (gettext_noop("Econômico"), gettext_noop("Expresso"))  # of the table a shop opens with
DEFAULT_WEIGHT = Decimal("1.000")  # kg, for a product whose weight nobody noted
HUNDRED = Decimal(100)


class UnknownPostalCode(Invalid):
    code = "unknown_postal_code"
    title = gettext_lazy("CEP inválido")
    default_message = gettext_lazy("Não reconhecemos este CEP. Confira os oito números.")


class OutOfArea(Missing):
    code = "out_of_delivery_area"
    title = gettext_lazy("Sem entrega para este CEP")
    default_message = gettext_lazy("Ainda não entregamos neste CEP. Você pode retirar na loja.")


class FreightNotOffered(Invalid):
    code = "freight_not_offered"
    title = gettext_lazy("Entrega indisponível")
    default_message = gettext_lazy("Esta forma de entrega não está disponível para este CEP.")


@dataclass(frozen=True)
class FreightOption:
    method: str
    name: str  # Portuguese, as an order keeps it
    price: Decimal
    promised_on: date
    is_pickup: bool = False
    free_above: Decimal | None = None  # goods value from which it costs nothing
    name_en: str = ""

    @property
    def is_free(self) -> bool:
        return self.price == 0

    @property
    def spoken_name(self) -> str:
        """What a page says; `name` is for what is kept."""
        return _spoken(self.name, self.name_en)


def spoken_name(name: str) -> str:
    """The name of a way that an order keeps, in the language spoken: for pages and letters about orders.

    English is the price table's of today, else the shop's own of the first names, else the name as it was kept.
    Templates say `{{ order.freight_name|freight_name }}`, and `{{ option.spoken_name }}` of an offered way.
    """
    if languages.current() == languages.PORTUGUESE or not name:
        return name
    known = FreightRate.objects.filter(name=name).exclude(name_en="").order_by("pk")
    return _spoken(name, known.values_list("name_en", flat=True).first() or "")


def _spoken(name: str, english: str) -> str:
    return name if languages.current() == languages.PORTUGUESE else english or gettext(name)


def clean_postal_code(text: str) -> str:
    """Eight digits of a CEP that lies in some state; `UnknownPostalCode` for anything else."""
    digits = bare(text)
    if uf_of_cep(digits) is None:
        raise UnknownPostalCode(field="postal_code")
    return digits


def ready_on(at: datetime) -> date:
    """The day a parcel ordered at `at` leaves the shop."""
    moment = at.astimezone(SHOP_ZONE)
    start = moment.date() + timedelta(days=1 if moment.hour >= CUT_OFF else 0)
    return add_business_days(start, HANDLING_DAYS)


def pickup(*, at: datetime) -> FreightOption:
    return FreightOption(
        method=PICKUP, name=PICKUP_NAME, price=Decimal("0.00"), promised_on=ready_on(at), is_pickup=True
    )


def options(*, postal_code: str, weight: Decimal, value: Decimal, at: datetime) -> list[FreightOption]:
    """Every way to receive goods of `weight` kg and `value` reais there, cheapest first, pickup last.

    `UnknownPostalCode` for what is no CEP, `OutOfArea` where no carrier of ours goes.
    """
    digits = clean_postal_code(postal_code)
    rates = FreightRate.objects.filter(is_active=True, cep_from__lte=digits, cep_to__gte=digits).filter(
        Q(weight_from__lte=weight, weight_to__gt=weight)
    )
    best: dict[str, FreightOption] = {}
    for rate in rates.order_by("method", "price", "pk"):
        option = priced(rate, weight=weight, value=value, at=at)
        if rate.method not in best or option.price < best[rate.method].price:
            best[rate.method] = option
    if not best:
        raise OutOfArea(field="postal_code")
    return [*sorted(best.values(), key=lambda option: (option.price, option.promised_on)), pickup(at=at)]


def priced(rate: FreightRate, *, weight: Decimal, value: Decimal, at: datetime) -> FreightOption:
    """What a row of the table asks for this parcel."""
    is_free = rate.free_above is not None and value >= rate.free_above
    price = rate.price + rate.price_per_kg * (weight - rate.weight_from) + value * rate.value_percentage / HUNDRED
    return FreightOption(
        method=rate.method,
        name=rate.name,
        name_en=rate.name_en,
        price=Decimal("0.00") if is_free else round_money(price),
        promised_on=add_business_days(ready_on(at), rate.business_days),
        free_above=rate.free_above,
    )


def choose(offered: Sequence[FreightOption], method: str) -> FreightOption:
    """The option named `method`; `FreightNotOffered` when it is not among them."""
    for option in offered:
        if option.method == method:
            return option
    raise FreightNotOffered(field="shipping_method")
