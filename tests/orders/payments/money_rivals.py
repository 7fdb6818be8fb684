"""Many at once for the same money: one process with a thread per rival, against the database of DATABASE_URL.

`python -m tests.orders.payments.money_rivals` plays every case and prints what happened as JSON.
"""

import itertools
import json
import sys
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.orders.rivals import at_once


def order_to_pay() -> Any:
    from django.utils import timezone

    from tests import buying

    now = timezone.now()
    return buying.place(buying.cart_with({buying.goods(at=now): 2}, at=now), at=now)


def counted(told: list[str]) -> dict[str, int]:
    return dict(Counter(told))


def notices_of_one_payment() -> dict[str, Any]:
    """Eight times the same receipt, mixed with four other receipts of the same code."""
    from django.utils import timezone

    from orders.models import Payment
    from orders.payments import notices
    from orders.payments.base import Event, Reading

    order = order_to_pay()
    txid = order.payments.get().txid

    def tell(receipt: str) -> Callable[[], object]:
        reading = Reading(Payment.Status.CONFIRMED, order.total, "BRL", receipt)
        event = Event(event_id=receipt, kind="pix", reading=reading, txid=txid)
        return lambda: notices.apply(provider="pix", event=event, at=timezone.now())

    told = at_once([tell(f"{order.number}-1")] * 8 + [tell(f"{order.number}-{n}") for n in range(2, 6)])
    order.refresh_from_db()
    states = counted(list(order.payments.values_list("status", flat=True)))
    return {"told": counted(told), "order": order.status, "payments": states}


def paying_again() -> dict[str, Any]:
    """Eight clicks after a refusal."""
    from django.utils import timezone

    from orders import payments
    from orders.payments import attempts

    order = order_to_pay()
    payments.decline(payment=order.payments.get(), at=timezone.now())
    told = at_once([lambda: attempts.open_again(order=order, at=timezone.now()).pk] * 8)
    return {"told": len(set(told)), "payments": counted(list(order.payments.values_list("status", flat=True)))}


def one_call(*, is_person: bool) -> dict[str, Any]:
    """The same call of an app eight times at once and three times after."""
    from django.utils import timezone

    from cart import basket
    from orders import submission
    from orders.models import Order
    from tests import buying, make

    now = timezone.now()
    user = make.user() if is_person else None
    cart, token = basket.open_for(user=user, token=None, at=now)
    product = buying.goods(at=now)
    basket.add(cart=cart, product_id=product.pk, quantity=2, at=now)
    sent = submission.Sent(
        shipping_method="retirada", payment_method="pix", expected_total=Decimal("190.00"), email="ana@example.com",
        name="Ana", phone="+5511912345678", document="52998224725",
    )  # fmt: skip

    def act() -> str:
        done = submission.submit(user=user, cart_token=token, sent=sent, key="k", at=timezone.now())
        return str(done.order.number)

    told = at_once([act] * 8) + [act() for _ in range(3)]
    made = Order.objects.filter(lines__product=product).count()
    return {"answers": len(set(told)), "numbers": all(word.startswith("IC") for word in told), "orders": made,
            "stock": buying.stock_of(product)}  # fmt: skip


def guest_calls() -> dict[str, Any]:
    return one_call(is_person=False)


def person_calls() -> dict[str, Any]:
    return one_call(is_person=True)


def giving_back_at_once() -> dict[str, Any]:
    """Eight submits of one form, then eight forms, for the two units of a line."""
    from django.utils import timezone

    from orders import payments
    from orders.models import Refund
    from orders.payments import giving_back
    from orders.payments.giving_back import Part

    def back(order: Any, key: str) -> Callable[[], object]:
        parts = [Part(order.lines.get().pk, 1, is_restocked=True)]
        return lambda: (
            giving_back.give_back(
                order=order, parts=parts, with_freight=False, reason="r", key=key, at=timezone.now(), by=None
            ).amount
        )

    told = {}
    for name, keys in (("one_form", ["k"] * 8), ("eight_forms", list("abcdefgh"))):
        order = order_to_pay()
        payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=timezone.now())
        at_once([back(order, f"{order.number}{key}") for key in keys])
        line = order.lines.get()
        refunds = Refund.objects.filter(payment__order=order).count()
        told[name] = [refunds, line.refunded_quantity, line.restocked_quantity]
    return told


def money_against_cancelling() -> dict[str, Any]:
    """A receipt, a cancel and the deadline at once, ten times: whoever wins, goods and money agree."""
    from datetime import timedelta

    from django.utils import timezone

    from orders import lifecycle, payments
    from orders.models import Order

    ends = []
    for _ in range(10):
        order = order_to_pay()
        payment = order.payments.get()
        late = timezone.now() + timedelta(hours=2)

        def receive(payment: Any = payment, order: Any = order) -> object:
            return payments.confirm(payment=payment, paid_amount=order.total, at=timezone.now(), external_id="E")

        def cancel(order: Any = order) -> object:
            return payments.cancel(order=Order.objects.get(pk=order.pk), at=timezone.now())

        def expire(order: Any = order, late: Any = late) -> object:
            return lifecycle.expire(order=Order.objects.get(pk=order.pk), at=late)

        told = at_once([receive, cancel, expire])
        assert told[0] == "applied", told
        order.refresh_from_db()
        ends.append(order.status)
    return {"ends": sorted(set(ends) - {"paid", "canceled"})}


def audit() -> dict[str, Any]:
    from django.utils import timezone

    from orders.audit import violations

    return {"violations": [each.rule for each in violations(at=timezone.now())]}


CASES = [
    notices_of_one_payment, paying_again, guest_calls, person_calls, giving_back_at_once, money_against_cancelling,
    audit,
]  # fmt: skip


def main() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
    import django

    django.setup()
    from tests import make

    make.NUMBERS = itertools.count(1_000_000)  # this database holds what other processes made
    print(json.dumps({case.__name__: case() for case in CASES}))


if __name__ == "__main__":
    sys.exit(main())
