"""What tests of buying begin with: goods with a history, a cart with things in it, a buyer, an order."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from cart import basket, pricing
from cart.models import Cart, Coupon, FreightRate
from catalog import publication, stock
from catalog.models import Product
from iluminacasa.brazil import SHOP_ZONE
from orders import checkout
from orders.idempotency import Key
from orders.models import Order
from tests import make

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=SHOP_ZONE)  # a Tuesday
ADDRESS = {
    "recipient": "Ana Souza", "postal_code": "01310-100", "street": "Avenida Paulista", "number": "1000",
    "district": "Bela Vista", "city": "São Paulo", "state": "SP",
}  # fmt: skip
PICKUP = checkout.Delivery(method="retirada", address={})


def goods(*, stock_count: int = 20, price: str = "100.00", at: datetime = NOON, **fields: Any) -> Product:
    """A product whose first count stands in the ledger, as in the shop."""
    product = make.product(stock=0, price=price, at=at, publish=False, **fields)
    if stock_count:
        stock.give_back(
            quantities={product.pk: stock_count}, cause=stock.Cause.INITIAL, reference="", at=at, actor=None
        )
    publication.refresh(product_ids=[product.pk], at=at)
    product.refresh_from_db()
    return product


def cart_with(quantities: Mapping[Product, int], *, user: User | None = None, at: datetime = NOON) -> Cart:
    cart, _ = basket.open_for(user=user, token=None, at=at)
    for product, quantity in quantities.items():
        basket.add(cart=cart, product_id=product.pk, quantity=quantity, at=at)
    cart.refresh_from_db()
    return cart


def buyer(email: str = "ana@example.com", user: User | None = None, document: str = "52998224725") -> checkout.Buyer:
    return checkout.Buyer(email=email, name="Ana Souza", phone="+5511912345678", document=document, user=user)


def rate(**fields: Any) -> FreightRate:
    terms: dict[str, Any] = {
        "method": "economico", "name": "Econômico", "cep_from": "01000000", "cep_to": "19999999",
        "weight_from": Decimal(0), "weight_to": Decimal(100_000), "price": Decimal("20.00"), "business_days": 4,
    }  # fmt: skip
    return FreightRate.objects.create(**(terms | fields))


def coupon(code: str = "LUZ10", **fields: Any) -> Coupon:
    terms: dict[str, Any] = {"kind": Coupon.Kind.PERCENT, "percentage": Decimal(10)}
    if "kind" in fields:
        terms = {}
    return Coupon.objects.create(code=code, **(terms | fields))


def total_of(cart: Cart, *, method: str = "pix", delivery: checkout.Delivery = PICKUP, at: datetime = NOON) -> Decimal:
    return pricing.quote(
        cart=cart, at=at, method=method, postal_code=delivery.postal_code, freight_method=delivery.method
    ).total


def place(
    cart: Cart,
    *,
    method: str = "pix",
    delivery: checkout.Delivery = PICKUP,
    expected: str | Decimal | None = None,
    email: str = "ana@example.com",
    document: str = "52998224725",
    key: Key | None = None,
    at: datetime = NOON,
    **more: Any,
) -> Order:
    """Place the order at the total the buyer sees; `expected` says another."""
    total = total_of(cart, method=method, delivery=delivery, at=at) if expected is None else Decimal(expected)
    return checkout.place_order(
        cart=cart,
        buyer=buyer(email, document=document),
        delivery=delivery,
        method=method,
        expected_total=total,
        at=at,
        key=key,
        **more,
    ).order


def stock_of(product: Product) -> int:
    return Product.objects.values_list("stock", flat=True).get(pk=product.pk)
