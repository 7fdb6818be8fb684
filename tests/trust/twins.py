"""The real shop beside the reckoned one: both do each act, and the rows must say what tests/trust/ideal.py foretold."""

import itertools
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Sum
from hypothesis.stateful import RuleBasedStateMachine, initialize

from accounts.models import User
from cart import basket
from cart.basket import hash_of
from cart.models import Cart, CartLine, Coupon, FreightRate
from catalog import sync
from catalog.models import CatalogueState, Product
from iluminacasa.errors import ShopError
from iluminacasa.money import from_centavos, to_centavos
from orders import audit
from orders.models import Order, Payment, Refund
from orders.payments.aside import HOLDS_MONEY
from tests import buying, make
from tests.catalog.sync.upstream import envelope, row
from tests.trust import ideal

GUESTS, USERS = ("guest0", "guest1"), ("user0", "user1")
PRICES = ((700, 790, 655), (2190, 2475, 2050), (10_990, 9_999, 13_337), (401, 455, 399))  # centavos of the source
UNITS = (6, 3, 8, 2)
RATE = 5
COUPONS = {
    "DEZ": {"kind": "percent", "percentage": Decimal(10), "usage_limit": 2},
    "TRINTA": {"kind": "fixed", "amount": Decimal("30.00"), "per_customer_limit": 1},
    "FRETE": {"kind": "free_freight"},
}
ACTS: Counter[str] = Counter()  # what was done or refused, over all lives
VERSIONS = itertools.count(10**12, 10**6)  # of the content: nothing kept by version outlives its life


def ideal_coupon(terms: dict[str, Any]) -> ideal.Coupon:
    return ideal.Coupon(
        percent=int(terms.get("percentage", 0)),
        fixed=to_centavos(terms.get("amount", Decimal(0))),
        frees_freight=terms["kind"] == "free_freight",
        limit=terms.get("usage_limit", 10**9),
        each=terms.get("per_customer_limit", 10**9),
    )


def nth(things: Iterable[Any], index: int) -> Any:
    """Round and round; None of nothing."""
    names = list(things)
    return names[index % len(names)] if names else None


class Twins(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.box = transaction.atomic()
        self.is_open = False
        self.numbers = itertools.count(1)
        self.at: datetime = buying.NOON
        self.tokens: dict[str, str] = {}
        self.sent: dict[str, dict[str, Any]] = {}  # by order: how it was asked for
        self.source = [0, 0, 0, 0]  # which of its prices each product has
        self.discounts = [0, 0, 0, 0]
        self.missing: int | None = None

    @initialize()
    def begin(self) -> None:
        self.box.__enter__()
        self.is_open = True
        CatalogueState.objects.update_or_create(id=1, defaults={"version": next(VERSIONS)})
        FreightRate.objects.update(is_active=False)
        buying.rate(price=from_centavos(ideal.FREIGHT))
        for code, terms in COUPONS.items():
            Coupon.objects.create(code=code, **terms)
        self.users = {who: make.user(f"{who}.{next(make.NUMBERS)}@example.com") for who in USERS}
        self.clerk = make.user(is_staff=True)
        self.synchronise()
        found = dict(Product.objects.filter(external_id__in=["1", "2", "3", "4"]).values_list("external_id", "pk"))
        self.pks = [found[str(number + 1)] for number in range(4)]
        goods = {pk: ideal.Good(PRICES[n][0] * RATE, UNITS[n]) for n, pk in enumerate(self.pks)}
        self.shop = ideal.Shop(goods, {code: ideal_coupon(terms) for code, terms in COUPONS.items()})

    def teardown(self) -> None:
        if not self.is_open:
            return
        try:
            broken = list(audit.violations(at=self.at))
            assert not broken, broken
        finally:
            transaction.set_rollback(True)
            self.box.__exit__(None, None, None)

    def user(self, who: str) -> User | None:
        return self.users.get(who)

    def cart(self, index: int) -> tuple[str, Cart]:
        who = nth(self.shop.carts, index)
        found = basket.find(user=self.user(who), token=self.tokens.get(who))
        assert found is not None, who
        return who, found

    def order(self, index: int) -> tuple[str, Order]:
        numbers = list(self.shop.orders)
        number = nth(reversed(numbers), index)
        return number, Order.objects.get(number=number)

    def same(self, foretold: Callable[[], Any], real: Callable[[], Any]) -> Any:
        """Do both: they refuse alike, or neither does. Returns what the real shop did."""
        code, refused, done = "", "", None
        try:
            foretold()
        except ideal.Refused as refusal:
            code = refusal.code
        try:
            done = real()
        except ShopError as refusal:
            refused = refusal.code
        assert refused == code
        ACTS[f"{real.__qualname__.split('.')[1]} {code}".strip()] += 1
        self.compare()
        return done

    def compare(self) -> None:
        told = {pk: (good.stock, good.is_shown) for pk, good in self.shop.goods.items()}
        seen = {pk: (left, shown) for pk, left, shown in Product.objects.values_list("pk", "stock", "is_visible")}
        assert seen == told
        assert dict(Coupon.objects.values_list("code", "used_count")) == {
            code: len(coupon.uses) for code, coupon in self.shop.coupons.items()
        }
        assert self.carts() == {
            who: (cart.coupon, {pk: wish.quantity for pk, wish in cart.wishes.items()})
            for who, cart in self.shop.carts.items()
        }
        orders = Order.objects.values_list("number", "status", "total")
        assert {number: (status, to_centavos(total)) for number, status, total in orders} == {
            number: (order.status, order.total) for number, order in self.shop.orders.items()
        }
        self.compare_money()

    def carts(self) -> dict[str, tuple[str, dict[int, int]]]:
        names: dict[Any, str] = {user.pk: who for who, user in self.users.items()}
        names |= {hash_of(token): who for who, token in self.tokens.items()}
        found: dict[int, tuple[str, str, dict[int, int]]] = {}
        rows = Cart.objects.filter(ordered_at=None).values_list("pk", "user_id", "token_hash", "coupon__code")
        for pk, user, token, coupon in rows:
            found[pk] = (names[user or token], coupon or "", {})
        for pk, product, quantity in CartLine.objects.filter(cart__in=found).values_list("cart", "product", "quantity"):
            found[pk][2][product] = quantity
        return {who: (coupon, lines) for who, coupon, lines in found.values()}

    def compare_money(self) -> None:
        had, back = (
            {
                number: to_centavos(total)
                for number, total in rows.values_list(name).annotate(total=Sum(column))
                if total
            }
            for rows, name, column in (
                (Payment.objects.filter(status__in=HOLDS_MONEY).order_by(), "order__number", "paid_amount"),
                (Refund.objects.order_by(), "payment__order__number", "amount"),
            )
        )
        told = self.shop.orders.items()
        sums = {number: sum(each.amount for each in order.money.values()) for number, order in told}
        assert had == {number: amount for number, amount in sums.items() if amount}
        sums = {number: sum(each.back for each in order.money.values()) for number, order in told}
        assert back == {number: amount for number, amount in sums.items() if amount}

    def synchronise(self) -> None:
        rows = [
            row(
                number + 1, title=f"Lâmpada {'ABCD'[number]}", price=PRICES[number][self.source[number]] / 100,
                discountPercentage=self.discounts[number], stock=UNITS[number] + len(self.sent), images=[],
                thumbnail=...,
            )
            for number in range(4)
            if number != self.missing
        ]  # fmt: skip
        with tempfile.TemporaryDirectory(prefix="ilumina-life-") as folder:
            body = Path(folder) / "body.json"
            body.write_text(json.dumps(envelope(rows)))
            report = sync.run(options=sync.Options(file=str(body), images="none"), at=self.at)
        assert report.exit_code == 0, report.as_dict()
