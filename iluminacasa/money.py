"""Money: reais as `Decimal` in Python, integer centavos in the database.

Integer columns because SQLite keeps decimals as floats and divides whole ones as integers.
Rounding is half up (ABNT NBR 5891 differs only at exact halves, where trade rounds up) to centavos,
at the points named by the rooms, never in SQL.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.core import exceptions, validators
from django.db import models

from iluminacasa import languages

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable
    from typing_extensions import TypeVar

    Set = TypeVar("Set", default=Decimal | Combinable)
    Get = TypeVar("Get", default=Decimal)

    class CentavosField(models.BigIntegerField[Set, Get]):
        """Typed by what Python sees: Decimal, and None where the column may be null."""
else:

    class CentavosField(models.BigIntegerField):
        def __class_getitem__(cls, _types: Any) -> Any:
            return cls

    Set = Get = None

CENT = Decimal("0.01")
PLAIN_AMOUNT = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?", re.ASCII)
PORTUGUESE_SIGNS = str.maketrans(",.", ".,")
MAX_CENTAVOS = 99_999_999_99  # R$ 99.999.999,99: beyond any lamp, far inside 64 bits


def round_money(value: Decimal) -> Decimal:
    """Round half up to whole centavos."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def to_centavos(value: Decimal) -> int:
    """R$ 19,90 -> 1990. `value` must already have at most two decimals."""
    scaled = value * 100
    if not scaled.is_finite() or (whole := int(scaled)) != scaled:
        raise ValueError(f"{value!r} is not a whole number of centavos")
    return whole


def from_centavos(centavos: int) -> Decimal:
    return Decimal(centavos).scaleb(-2)


def read_amount(text: str) -> Decimal:
    """`189.90` as programs write it: not negative, at most two decimals; ValueError for anything else."""
    if not PLAIN_AMOUNT.fullmatch(text):
        raise ValueError(f"{text[:20]!r} is no amount")
    return Decimal(text).quantize(CENT)


def split_evenly(total: Decimal, parts: int) -> list[Decimal]:
    """Split into `parts` that sum exactly to `total`; the first ones take the odd centavos.

    199,90 in 6 -> 4 x 33,32 + 2 x 33,31.
    """
    base, odd = divmod(to_centavos(total), parts)
    return [from_centavos(base + 1)] * odd + [from_centavos(base)] * (parts - odd)


def largest_part(total: Decimal, parts: int) -> Decimal:
    """The first of `split_evenly(total, parts)`, without the others."""
    return from_centavos(-(-to_centavos(total) // parts))


def decimal_text(plain: str) -> str:
    """`1,249.5` of Python with the signs of the language spoken: `1.249,5` in Portuguese."""
    return plain if languages.current() == languages.ENGLISH else plain.translate(PORTUGUESE_SIGNS)


def brl(value: Decimal) -> str:
    """`R$ 1.249,00` with a no-break space, `-R$ 10,00` below zero; `R$ 1,249.00` in English."""
    digits = decimal_text(f"{abs(round_money(value)):,.2f}")
    return f"{'-' if value < 0 else ''}R$\u00a0{digits}"


def grouped(count: int) -> str:
    """`20.050`, `20,050` in English: a count as it is written beside amounts."""
    return decimal_text(f"{count:,}")


class MoneyField(CentavosField[Set, Get]):
    """Amount in reais: `Decimal` with two places in Python, centavos in a BIGINT column."""

    description = "Amount in reais, stored as integer centavos"

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else from_centavos(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, float):
            raise exceptions.ValidationError("Valor em dinheiro não pode ser float.", code="invalid")
        try:
            return Decimal(value)
        except (ArithmeticError, TypeError, ValueError) as error:
            raise exceptions.ValidationError("Informe um valor em reais.", code="invalid") from error

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        amount = self.to_python(value)
        if amount is None:
            return None
        try:
            return to_centavos(amount)
        except ValueError as error:
            raise exceptions.ValidationError("Use no máximo dois decimais.", code="invalid") from error

    @property
    def validators(self) -> list[Any]:
        limit = from_centavos(MAX_CENTAVOS)
        return [validators.MaxValueValidator(limit), validators.MinValueValidator(-limit)]

    def formfield(self, **kwargs: Any) -> Any:
        from iluminacasa.money_forms import MoneyFormField

        return models.Field.formfield(self, **{"form_class": MoneyFormField, **kwargs})
