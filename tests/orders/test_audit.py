"""`audit_shop` finds every kind of corruption, and nothing where there is none."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, Model
from django.utils import timezone

from cart import basket, coupons
from cart.models import Coupon, CouponUse
from catalog import audit as catalogue
from catalog.models import Category, Product, ProductCard, SearchDocument, StockMove
from orders import audit as audits
from orders import payments
from orders.models import IdempotencyKey, Order, OrderLine, Payment, Refund
from tests.buying import cart_with, coupon, goods, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(_pix_is_set_up) -> Order:
    """A shop with one paid order by coupon, partly refunded, nothing wrong with it."""
    now = timezone.now()
    coupon()
    cart = cart_with({goods(at=now): 2, goods(at=now): 1}, at=now)
    basket.apply_coupon(cart=cart, coupon=coupons.find("LUZ10"), eligible_total=Decimal(300), at=now)
    cart.refresh_from_db()
    made = place(cart, at=now)
    payment = made.payments.get()
    payments.confirm(payment=payment, paid_amount=made.total, at=now)
    payments.refund(payment=payment, amount=Decimal("10.00"), reason="risco", key="a", at=now)
    return made


def audit(form: str = "text") -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("audit_shop", format=form, stdout=out)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


def without_checks(act: Callable[[], object]) -> None:
    """As if the database had no CHECK: what a restored dump or a hand in psql could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # settles what waits, which no ALTER TABLE may interrupt
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table, name in (
                ("catalog_product", "product_stock_not_negative"),
                ("orders_order", "order_total_adds_up"),
                ("orders_orderline", "order_line_adds_up"),
            ):
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            act()
            return
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        try:
            act()
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def lose_the_lines(order: Order) -> None:
    OrderLine.objects.filter(order=order).delete()


def lose_the_payments(order: Order) -> None:
    Refund.objects.filter(payment__order=order).delete()
    Payment.objects.filter(order=order).delete()


def repeat_a_return(order: Order) -> None:
    """Stock given back twice for a line that never came back."""
    product = order.lines.order_by("pk")[0].product
    assert product is not None
    Product.objects.filter(pk=product.pk).update(stock=F("stock") + 2)
    StockMove.objects.create(product=product, delta=2, balance=20, cause="return", reference=order.number)


def give_the_freight_back_twice(order: Order) -> None:
    for key in ("b", "c"):
        Refund.objects.create(
            payment=order.payments.get(), amount=Decimal("0.01"), reason="r", key=key, includes_freight=True
        )


CORRUPTIONS: dict[str, Callable[[Order], object]] = {
    "stock_not_negative": lambda order: Product.objects.update(stock=-1),
    "stock_equals_movements": lambda order: Product.objects.update(stock=F("stock") + 1),
    "order_has_lines": lose_the_lines,
    "order_adds_up": lambda order: Order.objects.update(total=F("total") + 1),
    "line_adds_up": lambda order: OrderLine.objects.update(total=F("total") + 1),
    "order_holds_its_goods": repeat_a_return,
    "coupon_counts_its_uses": lambda order: Coupon.objects.update(used_count=2),
    "coupon_use_has_order": lambda order: CouponUse.objects.update(order_number="IC0"),
    "order_coupon_has_use": lambda order: CouponUse.objects.all().delete(),
    "order_has_payment": lose_the_payments,
    "exact_money_is_taken": lambda order: Payment.objects.update(status="quarantined"),
    "payment_is_the_total": lambda order: Payment.objects.update(amount=Decimal("1.00")),
    "paid_order_has_payment": lambda order: Payment.objects.update(status="pending"),
    "payment_received_in_full": lambda order: Payment.objects.update(paid_amount=Decimal("1.00")),
    "payment_code_is_its_orders": lambda order: Payment.objects.update(txid="IC0"),
    "payment_has_its_moment": lambda order: Payment.objects.update(confirmed_at=None),
    "paid_order_says_so": lambda order: Order.objects.update(status="pending", paid_at=None),
    "money_goes_back": lambda order: Order.objects.update(status="returned"),
    "line_counts_its_refunds": lambda order: OrderLine.objects.update(refunded_quantity=1),
    "freight_goes_back_once": give_the_freight_back_twice,
    "refund_has_its_moment": lambda order: Refund.objects.update(status="done"),
    "discount_has_coupon": lambda order: Order.objects.update(coupon_code=""),
    "pix_price_is_for_pix": lambda order: Order.objects.update(payment_method="card"),
    "coupon_use_given_back": lambda order: Order.objects.update(status="canceled"),
    "refunds_within_payment": lambda order: Refund.objects.update(amount=Decimal("9999.00")),
    "key_has_order": lambda order: IdempotencyKey.objects.create(owner="cart:1", key="k", fingerprint="f"),
    "category_path": lambda order: Category.objects.update(path="/0/"),
    "card_agrees": lambda order: ProductCard.objects.update(view=F("data")),
    "struck_price_was_asked": lambda order: Product.objects.update(was_charged=True),
    "search_text_agrees": lambda order: SearchDocument.objects.update(title="outra coisa"),
    "hidden_has_no_card": lambda order: Product.objects.update(is_visible=False),
}


def test_a_sound_shop_has_no_violation(order: Order) -> None:
    assert audit() == ("0 violations\n", 0)
    assert audit("json") == ('{"count": 0, "violations": []}\n', 0)


def test_at_least_twelve_kinds_of_corruption_are_tried() -> None:
    assert len(CORRUPTIONS) >= 12


def test_every_rule_of_the_audit_has_its_corruption() -> None:
    """A new rule fails this until somebody breaks a row for it."""
    sources = [Path(module.__file__ or "").read_text() for module in (audits, catalogue)]
    rules = {rule for text in sources for rule in re.findall(r'Violation\(\s*"(\w+)"', text)}
    assert len(rules) > 25
    assert rules == CORRUPTIONS.keys() | {"payment_has_order"}


ROWS: dict[str, type[Model]] = {
    model.__name__: model
    for model in (
        Order, OrderLine, Coupon, CouponUse, Payment, Refund, IdempotencyKey, Product, Category,
    )
}  # fmt: skip
NAMES = {"Order": "number", "Coupon": "code"}


@pytest.mark.parametrize("rule", CORRUPTIONS)
def test_each_corruption_is_found_and_its_row_named(order: Order, rule: str) -> None:
    without_checks(lambda: CORRUPTIONS[rule](order))
    text, code = audit("json")
    found = {each["rule"]: each["row"] for each in json.loads(text)["violations"]}
    assert code == 1
    assert rule in found
    model, _, name = found[rule].partition(" ")
    assert ROWS[model].objects.filter(**{NAMES.get(model, "pk"): name}).count() == 1
    lines = audit()[0].splitlines()
    assert lines[-1].endswith(" violations")
    assert any(line.startswith(f"{rule}: {found[rule]}: ") for line in lines)


def test_a_payment_of_no_order_is_found(order: Order) -> None:
    payment = order.payments.get()
    Payment.objects.filter(pk=payment.pk).update(order_id=10**9)
    text, code = audit("json")
    Payment.objects.filter(pk=payment.pk).update(order_id=order.pk)
    assert code == 1
    assert f"Payment {payment.pk}" in [
        each["row"] for each in json.loads(text)["violations"] if each["rule"] == "payment_has_order"
    ]
