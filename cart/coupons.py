"""Whether a code holds, what it takes off, and how often it was used.

Windows are half open in aware time. The limits are claimed under the coupon's row lock in the order's own
transaction, so parallel checkouts never pass them. A use goes back once.

"Once per customer" counts the account, the document and the mailbox (`ana+1@` is Ana's). Whether somebody has used a
code is told only to themselves: before an order is placed only the account and its confirmed e-mail are asked about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, normalize_email
from cart.models import Coupon, CouponUse
from iluminacasa.errors import Conflict
from iluminacasa.money import brl, from_centavos, round_money, to_centavos

Kind = Coupon.Kind
MAX_CODE = 40


@dataclass(frozen=True)
class Customer:
    """All by which a customer may be known again; empty: nobody."""

    email: str = ""
    document: str = ""
    user: User | None = None


NOBODY = Customer()


class CouponRefused(Conflict):
    code = "coupon_refused"
    title = gettext_lazy("Cupom não aceito")
    default_message = gettext_lazy("Este cupom não existe.")


def find(code: str) -> Coupon:
    coupon = Coupon.objects.filter(code=code.strip().upper()[:MAX_CODE], is_active=True).first()
    if coupon is None:
        raise CouponRefused(field="code", data={"reason": "unknown"})
    return coupon


def proven(user: User | None) -> Customer:
    """What somebody has shown to be theirs, before they buy."""
    return Customer(user=user, email=user.email if user.is_verified else "") if user else NOBODY


def check(*, coupon: Coupon, eligible_total: Decimal, at: datetime, customer: Customer = NOBODY) -> None:
    """Raise `CouponRefused` naming the reason, or return."""
    if not coupon.is_active:
        raise CouponRefused(field="code", data={"reason": "unknown"})
    if coupon.starts_at is not None and at < coupon.starts_at:
        raise CouponRefused(_("Este cupom ainda não começou a valer."), field="code", data={"reason": "not_started"})
    if coupon.ends_at is not None and at >= coupon.ends_at:
        raise CouponRefused(_("Este cupom já venceu."), field="code", data={"reason": "expired"})
    if coupon.usage_limit is not None and coupon.used_count >= coupon.usage_limit:
        raise CouponRefused(_("Este cupom já foi todo usado."), field="code", data={"reason": "used_up"})
    limit = coupon.per_customer_limit
    if limit is not None and customer != NOBODY and times_used(coupon, customer) >= limit:
        raise CouponRefused(_("Você já usou este cupom."), field="code", data={"reason": "used_by_customer"})
    if eligible_total < coupon.minimum_total:
        raise CouponRefused(
            _("Este cupom vale para compras a partir de {least}.").format(least=brl(coupon.minimum_total)),
            field="code",
            data={"reason": "minimum", "minimum": f"{coupon.minimum_total:.2f}"},
        )
    if eligible_total <= 0:
        raise CouponRefused(
            _("Este cupom não vale para produtos em oferta."), field="code", data={"reason": "no_product"}
        )


def times_used(coupon: Coupon, customer: Customer) -> int:
    known = Q()
    if customer.user is not None:
        known |= Q(user=customer.user)
    if customer.document:
        known |= Q(document=customer.document)
    if customer.email:
        known |= _same_mailbox(customer.email)
    return CouponUse.objects.filter(known, coupon=coupon, released_at__isnull=True).count() if known else 0


def _same_mailbox(email: str) -> Q:
    """`ana+luz@example.com` and `ana@example.com` are read by the same person."""
    name, _, host = normalize_email(email).rpartition("@")
    plain = name.partition("+")[0] or name
    return Q(email=f"{plain}@{host}") | Q(email__startswith=f"{plain}+", email__endswith=f"@{host}")


def value_of(coupon: Coupon, eligible_total: Decimal) -> Decimal:
    """What the coupon takes off goods worth `eligible_total`; never more than they cost."""
    if coupon.kind == Kind.PERCENT:
        value = round_money(eligible_total * (coupon.percentage or Decimal(0)) / 100)
    elif coupon.kind == Kind.FIXED:
        value = coupon.amount or Decimal(0)
    else:
        value = Decimal(0)
    if coupon.maximum_discount is not None:
        value = min(value, coupon.maximum_discount)
    return min(value, eligible_total)


def share_out(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Split `total` in proportion to `weights` by largest remainder: the shares sum exactly to it.

    Equal remainders go to the earlier line. With all weights zero nothing can be shared and `total` must be 0.
    """
    base = sum(weights, Decimal(0))
    if base == 0:
        return [Decimal("0.00") for _ in weights]
    centavos = to_centavos(total)
    exact = [Decimal(centavos) * weight / base for weight in weights]
    floors = [int(value.to_integral_value(rounding=ROUND_FLOOR)) for value in exact]
    missing = centavos - sum(floors)
    by_remainder = sorted(range(len(weights)), key=lambda i: (floors[i] - exact[i], i))
    for index in by_remainder[:missing]:
        floors[index] += 1
    return [from_centavos(value) for value in floors]


@transaction.atomic
def redeem(*, coupon: Coupon, customer: Customer, order_number: str, at: datetime) -> None:
    """Claim one use for an order. Serialised by the coupon's row, so no limit is ever passed."""
    claimed = (
        Coupon.objects.filter(pk=coupon.pk, is_active=True)
        .filter(Q(usage_limit__isnull=True) | Q(used_count__lt=F("usage_limit")))
        .update(used_count=F("used_count") + 1)
    )
    if not claimed:
        raise CouponRefused(_("Este cupom já foi todo usado."), field="code", data={"reason": "used_up"})
    limit = coupon.per_customer_limit
    if limit is not None and times_used(coupon, customer) >= limit:
        text = _("Você já usou este cupom. Tire o cupom do carrinho para continuar.")
        raise CouponRefused(text, field="code", data={"reason": "used_by_customer"})
    CouponUse.objects.create(
        coupon=coupon, email=normalize_email(customer.email), document=customer.document, user=customer.user,
        order_number=order_number, used_at=at,
    )  # fmt: skip


@transaction.atomic
def release(*, order_number: str, at: datetime) -> bool:
    """Give the use of a cancelled order back, once; True if there was one to give back."""
    use = CouponUse.objects.filter(order_number=order_number, released_at__isnull=True).first()
    if use is None or not CouponUse.objects.filter(pk=use.pk, released_at__isnull=True).update(released_at=at):
        return False
    Coupon.objects.filter(pk=use.coupon_id, used_count__gt=0).update(used_count=F("used_count") - 1)
    return True


@transaction.atomic
def reclaim(*, order_number: str, at: datetime) -> bool:
    """Count the use of an order that came back to life again, if the coupon still has one to give."""
    use = CouponUse.objects.filter(order_number=order_number, released_at__isnull=False).first()
    if use is None:
        return False
    claimed = (
        Coupon.objects.filter(pk=use.coupon_id)
        .filter(Q(usage_limit__isnull=True) | Q(used_count__lt=F("usage_limit")))
        .update(used_count=F("used_count") + 1)
    )
    if not claimed:
        return False
    CouponUse.objects.filter(pk=use.pk).update(used_at=at, released_at=None)
    return True
