"""What must hold whatever the doors do: constraints of the tables, fields that are named, files that are not served."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cart.models import Coupon
from catalog.models import Product
from orders.models import Order, Payment
from tests import buying
from tests.servers import ROOT

FLOORS = ("iluminacasa", "accounts", "catalog", "cart", "orders")


@pytest.mark.django_db
def test_no_statement_brings_stock_below_zero() -> None:
    product = buying.goods(stock_count=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(pk=product.pk).update(stock=-1)
    assert buying.stock_of(product) == 1


@pytest.mark.django_db
def test_no_statement_makes_two_lines_of_a_product_or_two_carts_of_a_person(ana) -> None:
    cart = buying.cart_with({buying.goods(): 1}, user=ana)
    line = cart.lines.get()
    for twin in (line, cart):
        twin.pk = None
        twin._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)


@pytest.mark.django_db
def test_no_statement_counts_a_coupon_past_its_limit_or_confirms_two_payments(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    coupon = buying.coupon(usage_limit=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Coupon.objects.filter(pk=coupon.pk).update(used_count=2)
    order: Order = buying.place(buying.cart_with({buying.goods(): 1}))
    Payment.objects.filter(order=order).update(status="confirmed")
    twin = order.payments.get()
    twin.pk, twin.txid = None, None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.house
def test_forms_and_serializers_name_their_fields() -> None:
    """Nothing new of a model is shown or taken before somebody has decided so."""
    takes_all = re.compile(r"[\"']__all__[\"']|^    +exclude = ", re.MULTILINE)
    found = [
        str(path.relative_to(ROOT))
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*.py")
        if path.parent.name != "admin" and takes_all.search(path.read_text())
    ]
    assert found == []


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize(
    "address",
    [
        "/.git/config", "/.git/HEAD", "/.env", "/db.sqlite3", "/var/db.sqlite3", "/var/counters.sqlite3",
        "/media/", "/media/p/", "/static/", "/manage.py", "/requirements.lock", "/iluminacasa/settings.py",
        "/media/../.env", "/media/%2e%2e/.env", "/media/..%2f.env", "/static/../.env", "/static/%2e%2e/manage.py",
        "/static/..%2f..%2fetc/passwd", "/media//etc/passwd", "/.well-known/../.env", "/backup.zip", "/dump.sql",
        "/server-status", "/.DS_Store",
    ],
)  # fmt: skip
def test_nothing_of_the_machine_is_served(client: Client, address: str) -> None:
    client.raise_request_exception = False
    answer = client.get(address, follow=True)
    assert answer.status_code in (400, 404)
    assert "SECRET_KEY" not in answer.content.decode()
