"""Many codes at once, each of its own: for letters, partners and apologies. Nobody guesses one from another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import activity
from accounts.models import User
from cart.models import Coupon, CouponBatch
from iluminacasa.codes import random_code
from iluminacasa.errors import Invalid

LENGTH = 10  # 50 random bits; guessing is counted by the rule `coupon`
MOST = 10_000
TERMS = (
    "kind", "percentage", "amount", "maximum_discount", "minimum_total", "combines_with_sale", "starts_at", "ends_at",
    "usage_limit", "per_customer_limit",
)  # fmt: skip


class WrongQuantity(Invalid):
    default_message = f"Peça de 1 a {MOST} códigos de uma vez."


@transaction.atomic
def make(*, batch: CouponBatch, terms: Mapping[str, Any], by: User, at: datetime) -> CouponBatch:
    """`batch` unsaved, with name, prefix and quantity; `terms` as in TERMS, the same for every code."""
    if not 1 <= batch.quantity <= MOST:
        raise WrongQuantity(field="quantity")
    batch.made_by, batch.made_at = by, at
    batch.save(force_insert=True)
    shared = {name: terms[name] for name in TERMS}
    rows = [Coupon(code=code, batch=batch, note=batch.name, **shared) for code in new_codes(batch)]
    Coupon.objects.bulk_create(rows, batch_size=1000)
    return batch


def new_codes(batch: CouponBatch) -> list[str]:
    """Distinct among themselves and from every code there is."""
    before, found = f"{batch.prefix}-" if batch.prefix else "", set[str]()
    while len(found) < batch.quantity:
        fresh = {before + random_code(LENGTH) for _ in range(batch.quantity - len(found))}
        taken = set()
        ordered = sorted(fresh)
        for start in range(0, len(ordered), 500):
            some = Coupon.objects.filter(code__in=ordered[start : start + 500])
            taken |= set(some.values_list("code", flat=True))
        found |= fresh - taken
    return sorted(found)


@transaction.atomic
def switch_off(*, batch: CouponBatch, by: User, at: datetime) -> int:
    """The codes nobody used stop counting; returns how many."""
    count = Coupon.objects.filter(batch=batch, is_active=True, used_count=0).update(is_active=False)
    note = f"Códigos não usados desligados: {count}."
    activity.record(by=by, obj=batch, verb=activity.Verb.ACTED, at=at, note=note)
    return count
