"""Many at once for the same thing, against a real database: one process with a thread per rival.

`python -m tests.orders.rivals` plays every case in the shop named by DATABASE_URL and prints what happened as JSON.
PostgreSQL takes part when TEST_DATABASE_URL names a server.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests import migrated
from tests.servers import ROOT, TEST_SETTINGS

SERVER = os.environ.get("TEST_DATABASE_URL", "")


def databases() -> list[str]:
    """The one this run of the suite is about."""
    return ["postgresql"] if SERVER.startswith("postgres") else ["sqlite"]


@dataclass
class Arena:
    kind: str
    folder: Path
    played: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder / 'db.sqlite3'}"
        return urlsplit(SERVER)._replace(path=f"/rivals_{os.getpid()}").geturl()

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "DATABASE_URL": self.url,
            "COUNTERS_FILE": str(self.folder / "counters.sqlite3"),
            "MEDIA_ROOT": str(self.folder / "media"),
            "PIX_KEY": "pix@example.com",
            "SITE_URL": "http://127.0.0.1",
            "REDIS_URL": "",
        }
        return os.environ | TEST_SETTINGS | own

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def open(self) -> "Arena":
        migrated.migrate(self.environment)
        return self

    def close(self) -> None:
        if self.kind == "postgresql":
            migrated.on_server(SERVER, f"DROP DATABASE rivals_{os.getpid()} WITH (FORCE)")

    def play(self, case: str) -> dict[str, Any]:
        """What happened in that case; all of them are played once, by one process."""
        if not self.played:
            self.played = json.loads(self.run("-m", "tests.orders.rivals").splitlines()[-1])
        told: dict[str, Any] = self.played[case]
        return told


# --- In the process of the rivals ----------------------------------------------------------------
def at_once(acts: Sequence[Callable[[], object]]) -> list[str]:
    """Start every act at the same moment; what each returned, or the name of its error."""
    from django.db import connection

    gate = threading.Barrier(len(acts))
    told = [""] * len(acts)

    def take_part(index: int) -> None:
        gate.wait()
        try:
            told[index] = str(acts[index]())
        except Exception as error:  # the kind of error is what the test asks for
            told[index] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=take_part, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def placing(cart: Any, **more: Any) -> Callable[[], object]:
    from tests import buying

    total = buying.total_of(cart)
    return lambda: buying.place(cart, expected=total, **more).number


def sold(told: list[str]) -> dict[str, int]:
    return dict(Counter("placed" if word.startswith("IC") else word for word in told))


def last_units() -> dict[str, Any]:
    """16 buyers of the last 10 units."""
    from orders.models import Order
    from tests import buying

    product = buying.goods(stock_count=10)
    told = at_once([placing(buying.cart_with({product: 1}), email=f"b{n}@example.com") for n in range(16)])
    lines = Order.objects.filter(lines__product=product).count()
    return {"told": sold(told), "orders": lines, "stock": buying.stock_of(product)}


def last_units_unguarded() -> dict[str, Any]:
    """The same with the guard taken out: look, then write what is left."""
    from catalog import stock
    from catalog.models import Product

    def look_then_write(*, quantities: dict[int, int], **_: Any) -> list[int]:
        for pk, quantity in quantities.items():
            left = Product.objects.values_list("stock", flat=True).get(pk=pk)
            if left < quantity:
                raise stock.OutOfStock(data={"product": pk, "available": left})
            time.sleep(0.01)
            Product.objects.filter(pk=pk).update(stock=left - quantity)
        return []

    stock.take = look_then_write  # type: ignore[assignment]
    return last_units()


def same_key() -> dict[str, Any]:
    """Eight times the same request at once, three times more afterwards."""
    from orders import idempotency
    from orders.models import Order
    from tests import buying

    product = buying.goods()
    cart = buying.cart_with({product: 2})
    key = idempotency.key_for(user=None, cart=cart, key="click", body={"a": 1})
    act = placing(cart, key=key)
    told = at_once([act] * 8) + [str(act()) for _ in range(3)]
    made = Order.objects.filter(lines__product=product).count()
    return {"told": sorted(set(told)), "orders": made, "stock": buying.stock_of(product)}


def same_cart() -> dict[str, Any]:
    """One cart through eight doors with eight keys."""
    from orders import idempotency
    from orders.models import Order
    from tests import buying

    product = buying.goods()
    cart = buying.cart_with({product: 2})
    keys = [idempotency.key_for(user=None, cart=cart, key=f"click{n}", body={}) for n in range(8)]
    told = at_once([placing(cart, key=key) for key in keys])
    made = Order.objects.filter(lines__product=product).count()
    return {"told": sorted(set(told)), "orders": made, "stock": buying.stock_of(product)}


def with_coupon(count: int, emails: int, **terms: Any) -> dict[str, Any]:
    from cart.models import Cart, Coupon
    from tests import buying

    code = buying.coupon(f"R{random.randrange(10**9)}", **terms)
    product = buying.goods(stock_count=100)
    acts = []
    for number in range(count):
        cart = buying.cart_with({product: 1})
        Cart.objects.filter(pk=cart.pk).update(coupon=code)
        cart.refresh_from_db()
        acts.append(placing_at(cart, "85.00", f"c{number % emails}@example.com"))
    told = sold(at_once(acts))
    return {"told": told, "used": Coupon.objects.get(pk=code.pk).used_count, "stock": buying.stock_of(product)}


def placing_at(cart: Any, total: str, email: str) -> Callable[[], object]:
    from tests import buying

    document = email.partition("@")[0]  # as many people as mailboxes
    return lambda: buying.place(cart, expected=total, email=email, document=document).number


def coupon_for_one() -> dict[str, Any]:
    """32 buyers of a coupon that holds once."""
    return with_coupon(32, 32, usage_limit=1)


def coupon_once_each() -> dict[str, Any]:
    """12 carts of three people, once per customer."""
    return with_coupon(12, 3, per_customer_limit=1)


def crossing_carts() -> dict[str, Any]:
    """24 orders of the same four products, each put in the cart in another order."""
    from tests import buying

    products = [buying.goods(stock_count=100) for _ in range(4)]
    carts = []
    for _ in range(24):
        random.shuffle(products)
        carts.append(buying.cart_with(dict.fromkeys(products, 1)))
    told = sold(at_once([placing(cart) for cart in carts]))
    return {"told": told, "stock": sorted({buying.stock_of(product) for product in products})}


def folding() -> dict[str, Any]:
    """Eight requests that carry both a person and a guest's token."""
    from cart import basket
    from cart.models import Cart, CartLine
    from tests import buying, make

    user = make.user(f"fold{random.randrange(10**9)}@example.com")
    both, guests = buying.goods(), buying.goods()
    buying.cart_with({both: 2}, user=user)
    guest, token = basket.open_for(user=None, token=None, at=buying.NOON)
    for product, quantity in ((both, 3), (guests, 1)):
        basket.add(cart=guest, product_id=product.pk, quantity=quantity, at=buying.NOON)
    told = at_once([lambda: basket.current(user=user, token=token, at=buying.NOON)] * 8)
    kept = dict(CartLine.objects.filter(cart__user=user).values_list("product_id", "quantity"))
    carts = Cart.objects.filter(user=user).count() + Cart.objects.filter(pk=guest.pk).count()
    return {"told": len(set(told)), "lines": [kept[both.pk], kept[guests.pk]], "carts": carts}


def adding() -> dict[str, Any]:
    """32 clicks on the same button, the first of them making the cart."""
    from cart import basket
    from cart.models import Cart, CartLine
    from tests import buying, make

    user = make.user(f"add{random.randrange(10**9)}@example.com")
    product = buying.goods(stock_count=100)

    def click() -> str:
        cart, _ = basket.open_for(user=user, token=None, at=buying.NOON)
        basket.add(cart=cart, product_id=product.pk, quantity=1, at=buying.NOON)
        return "added"

    told = dict(Counter(at_once([click] * 32)))
    quantities = list(CartLine.objects.filter(product=product).values_list("quantity", flat=True))
    return {"told": told, "quantities": quantities, "carts": Cart.objects.filter(user=user).count()}


def adding_once() -> dict[str, Any]:
    """One request of a person sent sixteen times at once, and three times after."""
    from cart import basket
    from cart.models import Cart, CartLine
    from tests import buying, make

    user = make.user(f"once{random.randrange(10**9)}@example.com")
    product = buying.goods(stock_count=100)

    def click() -> str:
        put = basket.put(user=user, token=None, product_id=product.pk, quantity=2, key="one", at=buying.NOON)
        return "again" if put.is_replay else "added"

    told = Counter(at_once([click] * 16)) + Counter(click() for _ in range(3))
    quantities = list(CartLine.objects.filter(product=product).values_list("quantity", flat=True))
    return {"told": dict(told), "quantities": quantities, "carts": Cart.objects.filter(user=user).count()}


def endings() -> dict[str, Any]:
    """Cancel, ship and expire of the same order at once, ten times each pair."""
    from datetime import timedelta

    from orders import lifecycle, payments
    from tests import buying

    at = buying.NOON + timedelta(hours=2)
    product = buying.goods(stock_count=100)
    results: Counter[str] = Counter()
    for _ in range(10):
        order = buying.place(buying.cart_with({product: 1}), delivery=far())
        payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=buying.NOON)
        told = at_once(
            [
                lambda order=order: payments.cancel(order=order, at=at),  # type: ignore[misc]  # bound, not asked for
                lambda order=order: lifecycle.ship(  # type: ignore[misc]  # bound, not asked for
                    order=order, carrier="C", tracking_code="T", at=at, by=None
                ),
            ]
        )
        results["refused of two"] += told.count("WrongState")
        unpaid = buying.place(buying.cart_with({product: 1}))
        told = at_once([lambda order=unpaid: lifecycle.expire(order=order, at=at)] * 4)  # type: ignore[misc]
        results["expired of four"] += told.count("True")
    shipped = product_orders(product, "shipped")
    results["units out"] = 100 - buying.stock_of(product) - shipped
    return dict(results)


def far() -> Any:
    from orders.checkout import Delivery
    from tests.buying import ADDRESS

    return Delivery(method="economico", address=ADDRESS)


def product_orders(product: Any, status: str) -> int:
    from orders.models import Order

    return Order.objects.filter(lines__product=product, status=status).count()


def money() -> dict[str, Any]:
    """Eight notices of one payment, then eight refunds with one key and eight with eight keys."""
    from decimal import Decimal

    from orders import payments
    from orders.models import Refund
    from tests import buying

    order = buying.place(buying.cart_with({buying.goods(price="100.00"): 1}))
    payment = order.payments.get()
    confirmed = Counter(
        at_once([lambda: payments.confirm(payment=payment, paid_amount=order.total, at=buying.NOON)] * 8)
    )
    payment.refresh_from_db()

    def back(key: str) -> Callable[[], object]:
        terms: dict[str, Any] = {"amount": Decimal("30.00"), "reason": "troca", "at": buying.NOON}
        return lambda: payments.refund(payment=payment, key=f"{order.number}{key}", **terms).pk

    one_key = at_once([back("same")] * 8)
    many_keys = Counter(
        word if word == "RefundTooHigh" else "refunded" for word in at_once([back(f"{n}") for n in range(8)])
    )
    refunds = Refund.objects.filter(payment=payment)
    return {"confirmed": confirmed, "one key": len(set(one_key)), "many keys": many_keys, "refunds": refunds.count()}


def counter_orders() -> dict[str, Any]:
    """Sixteen orders to be paid at the counter at once, of one buyer under two addresses."""
    from orders import checkout
    from tests import buying

    product = buying.goods(stock_count=100)
    people = [("eva@example.com", "39053344705"), ("outra@example.com", "39053344705")]
    before = buying.Order.objects.count()

    def order(number: int) -> Callable[[], object]:
        email, document = people[number % len(people)]
        cart, who = buying.cart_with({product: 1}), buying.buyer(email, document=document)
        total = buying.total_of(cart, method="pickup")
        terms: dict[str, Any] = {"delivery": buying.PICKUP, "method": "pickup", "expected_total": total}
        return lambda: checkout.place_order(cart=cart, buyer=who, at=buying.NOON, **terms) and "placed"

    told = Counter(at_once([order(number) for number in range(16)]))
    return {"told": told, "orders": buying.Order.objects.count() - before}


def audit() -> dict[str, Any]:
    from orders.audit import violations
    from tests import buying

    return {"violations": [f"{each.rule} {each.row} {each.detail}" for each in violations(at=buying.NOON)]}


CASES = [
    last_units, same_key, same_cart, coupon_for_one, coupon_once_each, crossing_carts, folding, adding, adding_once,
    endings, money, counter_orders, audit, last_units_unguarded,
]  # fmt: skip

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "iluminacasa.settings"
    import django

    django.setup()
    print(json.dumps({case.__name__: case() for case in CASES}))
