"""One quote for everybody: what a cart costs by every method, to the centavo."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from cart import basket, pricing
from cart.models import Cart, Coupon, FreightRate
from catalog.prices import installment_table
from iluminacasa.money import split_evenly
from orders import checkout
from orders.models import Order, OrderLine
from tests.buying import ADDRESS, NOON, PICKUP, cart_with, coupon, goods, place, rate, total_of

pytestmark = pytest.mark.django_db
D = Decimal
EXPRESS = checkout.Delivery(method="economico", address=ADDRESS)


def put(cart: Cart, code: Coupon) -> None:
    Cart.objects.filter(pk=cart.pk).update(coupon=code)
    cart.refresh_from_db()


# --- By hand -------------------------------------------------------------------------------------
def test_the_pix_total_is_the_sum_of_unit_pix_prices_less_the_coupons_share_with_freight_whole(now) -> None:
    FreightRate.objects.all().delete()
    rate(price=D("20.00"))
    lamp, bulb = goods(price="199.90", discount="10"), goods(price="9.99")
    cart = cart_with({lamp: 2, bulb: 3})
    put(cart, coupon(kind=Coupon.Kind.FIXED, amount=D("10.00")))
    quote = pricing.quote(cart=cart, at=now, method="pix", postal_code="01310100", freight_method="economico")
    assert [(line.unit_price, line.pix_unit_price) for line in quote.lines] == [
        (D("179.91"), D("170.91")), (D("9.99"), D("9.49")),
    ]  # fmt: skip
    assert quote.lines_total == D("389.79")  # 359.82 + 29.97
    assert [line.coupon_share for line in quote.lines] == [D("9.23"), D("0.77")]
    assert (quote.discount_total, quote.pix_discount_total) == (D("10.00"), D("19.50"))
    assert (quote.freight_total, quote.card_total, quote.pix_total) == (D("20.00"), D("399.79"), D("380.29"))
    assert (quote.installments.count, quote.installments.amount) == (10, D("39.98"))
    assert quote.total == quote.pix_total


def test_a_coupon_for_full_prices_leaves_offers_alone(now) -> None:
    offer, full = goods(price="100.00", discount="20"), goods(price="50.00")
    cart = cart_with({offer: 1, full: 1})
    put(cart, coupon(combines_with_sale=False, percentage=D("50.00")))
    quote = pricing.quote(cart=cart, at=now)
    assert [line.coupon_share for line in quote.lines] == [D("0.00"), D("25.00")]
    only = cart_with({offer: 1})
    put(only, Coupon.objects.get())
    refused = pricing.quote(cart=only, at=now)
    assert (refused.coupon, refused.coupon_problem) == (None, "Este cupom não vale para produtos em oferta.")


def test_free_freight_by_coupon_and_by_value_with_progress(now) -> None:
    FreightRate.objects.all().delete()
    rate(price=D("20.00"), free_above=D("399.00"))
    cart = cart_with({goods(price="100.00"): 3})
    quote = pricing.quote(cart=cart, at=now, postal_code="01310100", freight_method="economico")
    assert (quote.freight_total, quote.free_freight_from, quote.free_freight_missing) == (
        D("20.00"), D("399.00"), D("99.00"),
    )  # fmt: skip
    put(cart, coupon(kind=Coupon.Kind.FREE_FREIGHT))
    free = pricing.quote(cart=cart, at=now, postal_code="01310100", freight_method="economico")
    assert (free.freight_total, free.total) == (D("0.00"), D("300.00"))
    rich = cart_with({goods(price="399.00"): 1})
    reached = pricing.quote(cart=rich, at=now, postal_code="01310100", freight_method="economico")
    assert (reached.freight_total, reached.free_freight_missing) == (D("0.00"), D("0.00"))


def test_a_coupon_for_free_freight_pays_for_the_cheapest_way_only(now) -> None:
    FreightRate.objects.all().delete()
    for method, price in (("economico", "20.00"), ("expresso", "45.00"), ("moto", "20.00")):
        rate(method=method, price=D(price))
    cart = cart_with({goods(price="100.00"): 1})
    put(cart, coupon(kind=Coupon.Kind.FREE_FREIGHT))
    quote = pricing.quote(cart=cart, at=now, postal_code="01310100", freight_method="expresso")
    assert [(each.method, each.price) for each in quote.options] == [
        ("economico", D("0.00")), ("moto", D("20.00")), ("expresso", D("45.00")), ("retirada", D("0.00")),
    ]  # fmt: skip
    assert (quote.freight_total, quote.total) == (D("45.00"), D("145.00"))


@pytest.mark.parametrize(
    ("total", "count", "parts"),
    [
        ("199.90", 6, ["33.32"] * 4 + ["33.31"] * 2),
        ("100.00", 3, ["33.34", "33.33", "33.33"]),
        ("0.05", 3, ["0.02", "0.02", "0.01"]),
        ("10.00", 1, ["10.00"]),
    ],
)
def test_instalments_take_the_odd_centavos_first(total: str, count: int, parts: list[str]) -> None:
    assert split_evenly(D(total), count) == [D(part) for part in parts]


@pytest.mark.parametrize(
    ("total", "most"),
    [("24.99", 1), ("25.00", 1), ("49.99", 1), ("50.00", 2), ("249.99", 9), ("250.00", 10), ("99999.00", 10)],
)
def test_no_instalment_falls_below_the_minimum(total: str, most: int) -> None:
    table = installment_table(D(total))
    assert [count for count, _ in table] == list(range(1, most + 1))


def test_an_empty_cart_costs_nothing(now) -> None:
    quote = pricing.quote(cart=None, at=now)
    assert (quote.total, quote.pix_total, quote.units, quote.can_be_ordered) == (D(0), D(0), 0, False)


# --- By the thousand -----------------------------------------------------------------------------
PRICES = st.integers(1, 500_000).map(lambda centavos: D(centavos).scaleb(-2))
LINES = st.lists(st.tuples(PRICES, st.integers(0, 90), st.integers(1, 9)), min_size=1, max_size=5)
COUPONS = st.one_of(
    st.none(),
    st.tuples(st.just("percent"), st.integers(1, 100_00).map(lambda n: D(n).scaleb(-2))),
    st.tuples(st.just("fixed"), PRICES),
    st.tuples(st.just("free_freight"), st.none()),
)


@pytest.mark.once
def test_of_two_hundred_carts_order_quote_and_lines_agree_to_the_centavo(settings) -> None:
    settings.DEBUG = True  # so that a card can be paid with
    products = [goods(stock_count=1_000_000) for _ in range(5)]

    @effort(
        max_examples=200, phases=[Phase.generate], deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(rows=LINES, code=COUPONS, method=st.sampled_from(["pix", "card", "pickup"]), far=st.booleans())
    def check(rows: list[tuple[Decimal, int, int]], code: tuple[str, Decimal | None] | None, method: str, far: bool):
        cart, _ = basket.open_for(user=None, token=None, at=NOON)
        for product, (price, discount, quantity) in zip(products, rows, strict=False):
            type(product).objects.filter(pk=product.pk).update(price=price, discount_percentage=discount, sale_price=0)
            basket.add(cart=cart, product_id=product.pk, quantity=quantity, at=NOON)
        if code is not None:
            name = {"percent": "percentage", "fixed": "amount"}.get(code[0])
            value = {name: code[1]} if name else {}
            made = coupon(f"C{Coupon.objects.count()}", kind=code[0], **value)
            Cart.objects.filter(pk=cart.pk).update(coupon=made)
        cart.refresh_from_db()
        delivery = EXPRESS if far and method != "pickup" else PICKUP
        quote = pricing.quote(
            cart=cart, at=NOON, method=method, postal_code=delivery.postal_code, freight_method=delivery.method
        )
        if quote.coupon_problem:  # everything is free already
            return
        order = place(cart, method=method, delivery=delivery, expected=quote.total)
        lines = list(OrderLine.objects.filter(order=order))
        assert order.total == quote.total == sum((line.total for line in lines), D(0)) + order.freight_total
        assert order.lines_total == sum((line.unit_price * line.quantity for line in lines), D(0))
        assert order.discount_total + order.pix_discount_total == sum((line.discount for line in lines), D(0))
        assert all(line.total >= 0 for line in lines)
        assert order.payments.get().amount == order.total
        Order.objects.filter(pk=order.pk).update(expires_at=NOON)  # few wait at the counter at a time

    check()
    assert Order.objects.count() > 160


def test_the_same_cart_seen_twice_has_the_same_fingerprint_and_a_change_another(now) -> None:
    product = goods()
    cart = cart_with({product: 1})
    seen = [pricing.quote(cart=cart, at=now, freight_method="retirada").fingerprint for _ in range(2)]
    basket.add(cart=cart, product_id=product.pk, quantity=1, at=now)
    seen.append(pricing.quote(cart=cart, at=now, freight_method="retirada").fingerprint)
    seen.append(pricing.quote(cart=cart, at=now, freight_method="retirada", method="pix").fingerprint)
    assert len(set(seen)) == 3
    assert total_of(cart) < total_of(cart, method="card")
