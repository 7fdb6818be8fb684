"""From cart to order: once, at the total the buyer saw, with a copy of everything."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cart import basket, coupons, freight
from cart.models import Cart, Coupon, CouponUse
from catalog import publication, stock
from catalog.models import StockMove
from iluminacasa.errors import Invalid, KeyReused
from orders import checkout, idempotency, payments
from orders.audit import violations
from orders.models import IdempotencyKey, LegalText, Order, OrderEvent, OrderLine, Payment
from tests import make
from tests.buying import ADDRESS, PICKUP, cart_with, coupon, goods, place, stock_of, total_of

pytestmark = pytest.mark.django_db
D = Decimal


def nothing_happened(cart: Cart) -> bool:
    cart.refresh_from_db()
    rows = [Order, OrderLine, Payment, OrderEvent, IdempotencyKey, CouponUse]
    return cart.ordered_at is None and not any(model.objects.exists() for model in rows)


def test_an_order_keeps_its_own_copy_of_everything(now) -> None:
    product = goods(price="199.90", title="Pendente Cúpula", sku="PC-1", stock_count=5)
    cart = cart_with({product: 2})
    delivery = checkout.Delivery(method="economico", address=ADDRESS | {"complement": "ap. 1"})
    order = place(cart, delivery=delivery, note="Deixar na portaria")
    kept = Order.objects.get()
    assert (kept.total, kept.lines_total, kept.pix_discount_total, kept.freight_total) == (
        D("379.82"), D("399.80"), D("19.98"), D("0.00"),
    )  # fmt: skip
    assert (kept.status, kept.email, kept.postal_code, kept.street_number, kept.complement) == (
        "pending", "ana@example.com", "01310100", "1000", "ap. 1",
    )  # fmt: skip
    assert kept.expires_at == now + timedelta(minutes=60)
    line = kept.lines.get()
    product.title, product.price = "Outro nome", D("900.00")
    product.save(update_fields=["title", "price"])
    publication.refresh(product_ids=[product.pk], at=now)
    line.refresh_from_db()
    assert (line.title, line.sku, line.unit_price, line.quantity, line.total) == (
        "Pendente Cúpula", "PC-1", D("199.90"), 2, D("379.82"),
    )  # fmt: skip
    assert stock_of(product) == 3
    assert [event.kind for event in OrderEvent.objects.untold()] == ["placed"]
    assert order.number.startswith("IC")
    assert len(order.number) == 15
    assert list(violations(at=now)) == []


def test_a_new_price_is_refused_with_both_totals_and_nothing_happens(now) -> None:
    product = goods(price="100.00")
    cart = cart_with({product: 1})
    seen = total_of(cart)
    product.price = D("120.00")
    product.save()
    publication.refresh(product_ids=[product.pk], at=now)
    with pytest.raises(checkout.PriceChanged) as refusal:
        place(cart, expected=seen)
    data = refusal.value.data
    assert (refusal.value.code, refusal.value.status) == ("cart_changed", 409)
    assert (data["expected_total"], data["total"]) == ("95.00", "114.00")
    assert [(n["code"], n["data"]["from"], n["data"]["to"]) for n in data["notices"]] == [
        ("price_changed", "100.00", "120.00")
    ]
    assert nothing_happened(cart)
    assert stock_of(product) == 20


@pytest.mark.parametrize("wrong", ["0.00", "94.99", "95.01", "-95.00", "9500.00"])
def test_a_total_the_shop_never_showed_buys_nothing(wrong: str) -> None:
    cart = cart_with({goods(price="100.00"): 1})
    with pytest.raises(checkout.PriceChanged):
        place(cart, expected=wrong)
    assert nothing_happened(cart)


def test_a_last_line_sold_out_leaves_everything_as_it_was(now) -> None:
    first, second, last = goods(), goods(), goods(stock_count=2)
    cart = cart_with({first: 1, second: 1, last: 2})
    stock.take(quantities={last.pk: 1}, cause=stock.Cause.SALE, reference="rival", at=now)
    with pytest.raises(stock.OutOfStock) as refusal:
        place(cart)
    assert refusal.value.data == {"lines": [{"product": last.slug, "title": last.title, "available": 1}]}
    assert nothing_happened(cart)
    assert [stock_of(product) for product in (first, second, last)] == [20, 20, 1]


def test_a_rival_between_quote_and_taking_is_told_in_the_same_way(now, monkeypatch) -> None:
    first, last = goods(), goods(stock_count=2)
    cart = cart_with({first: 1, last: 2})
    check = checkout.check

    def rival_buys_first(quote, expected_total) -> None:
        check(quote, expected_total)
        stock.take(quantities={last.pk: 1}, cause=stock.Cause.SALE, reference="rival", at=now)

    monkeypatch.setattr(checkout, "check", rival_buys_first)
    with pytest.raises(stock.OutOfStock) as refusal:
        place(cart)
    assert refusal.value.data == {"lines": [{"product": last.slug, "title": last.title, "available": 1}]}
    assert nothing_happened(cart)
    assert stock_of(first) == 20


def test_goods_are_taken_in_the_order_of_their_ids(now) -> None:
    """Two orders of the same goods never wait for each other in a circle."""
    products = [goods() for _ in range(4)]
    order = place(cart_with(dict.fromkeys(reversed(products), 1)))
    assert [line.product_id for line in order.lines.order_by("position")] == [each.pk for each in reversed(products)]
    taken = StockMove.objects.filter(reference=order.number).order_by("pk").values_list("product_id", flat=True)
    assert list(taken) == [each.pk for each in products]


def test_an_empty_cart_is_no_order(now) -> None:
    cart, _ = basket.open_for(user=None, token=None, at=now)
    with pytest.raises(checkout.CartEmpty):
        place(cart)


@pytest.mark.parametrize(
    ("method", "address", "error", "field"),
    [
        ("", {}, checkout.AddressIncomplete, "recipient"),
        ("economico", {}, checkout.AddressIncomplete, "recipient"),
        ("economico", ADDRESS | {"number": " "}, checkout.AddressIncomplete, "number"),
        ("economico", ADDRESS | {"state": "RJ"}, checkout.AddressMismatch, "state"),
        ("economico", ADDRESS | {"postal_code": "00000000"}, freight.UnknownPostalCode, "postal_code"),
        ("", PICKUP.address | ADDRESS, checkout.FreightMissing, "shipping_method"),
        ("drone", ADDRESS, freight.FreightNotOffered, "shipping_method"),
    ],
)
def test_a_delivery_needs_a_whole_address_and_a_way(
    method: str, address: dict[str, str], error: type[Invalid], field: str
) -> None:
    cart = cart_with({goods(): 1})
    with pytest.raises(error) as refusal:
        place(cart, delivery=checkout.Delivery(method=method, address=address), expected="95.00")
    assert refusal.value.field == field
    assert nothing_happened(cart)


def test_fields_that_are_no_address_cannot_be_smuggled_in() -> None:
    cart = cart_with({goods(): 1})
    smuggled = ADDRESS | {"status": "paid", "total": "0.01", "number": "5"}
    order = place(cart, delivery=checkout.Delivery(method="economico", address=smuggled))
    assert (order.status, order.number[:2], Order.objects.get().number) == ("pending", "IC", order.number)


@pytest.mark.parametrize(
    ("method", "delivery", "is_taken"),
    [
        ("pix", PICKUP, True),
        ("pickup", PICKUP, True),
        ("pickup", checkout.Delivery(method="economico", address=ADDRESS), False),
        ("card", PICKUP, False),  # no card provider is set up
        ("boleto", PICKUP, False),
        ("", PICKUP, False),
    ],
)
def test_only_methods_the_shop_offers_are_taken(method: str, delivery: checkout.Delivery, is_taken: bool) -> None:
    cart = cart_with({goods(): 1})
    if is_taken:
        assert place(cart, method=method, delivery=delivery).payment_method == method
    else:
        with pytest.raises(payments.MethodNotOffered):
            place(cart, method=method, delivery=delivery)
        assert nothing_happened(cart)


def test_an_order_to_be_paid_at_the_counter_waits_a_week_after_the_promised_day(now) -> None:
    order = place(cart_with({goods(): 1}), method="pickup")
    assert f"{order.promised_on}" == "2026-03-11"
    assert order.expires_at is not None
    assert f"{order.expires_at:%Y-%m-%d %H:%M}" == "2026-03-18 23:59"


# --- Coupons -------------------------------------------------------------------------------------
def test_an_order_claims_its_coupon_and_keeps_its_code(now) -> None:
    coupon(usage_limit=1)
    cart = cart_with({goods(price="100.00"): 1})
    basket.apply_coupon(cart=cart, coupon=coupons.find("luz10"), eligible_total=D(100), at=now)
    cart.refresh_from_db()
    order = place(cart)
    assert (order.coupon_code, order.discount_total, order.total) == ("LUZ10", D("10.00"), D("85.00"))
    assert CouponUse.objects.get().order_number == order.number
    second = cart_with({goods(price="100.00"): 1})
    Cart.objects.filter(pk=second.pk).update(coupon=Coupon.objects.get())
    second.refresh_from_db()
    with pytest.raises(coupons.CouponRefused):
        place(second)
    assert Order.objects.count() == 1
    assert list(violations(at=now)) == []


def test_an_order_fully_paid_by_its_coupon_is_paid_at_once(now) -> None:
    code = coupon(percentage=D("100.00"))
    cart = cart_with({goods(): 1})
    Cart.objects.filter(pk=cart.pk).update(coupon=code)
    cart.refresh_from_db()
    order = place(cart, expected="0.00")
    order.refresh_from_db()
    assert (order.total, order.status, order.payments.get().status) == (D(0), "paid", "confirmed")
    assert list(violations(at=now)) == []


# --- Once ----------------------------------------------------------------------------------------
def key(text: str = "k1", *, cart: Cart, **body: object) -> idempotency.Key:
    return idempotency.key_for(user=None, cart=cart, key=text, body=body)


def test_the_same_key_gives_the_same_order_and_takes_the_stock_once(now) -> None:
    product = goods()
    cart = cart_with({product: 2})
    first = place(cart, key=key(cart=cart))
    again = [place(cart, key=key(cart=cart), expected="1.00") for _ in range(3)]
    assert {order.pk for order in again} == {first.pk}
    assert (Order.objects.count(), stock_of(product), Payment.objects.count()) == (1, 18, 1)


def test_a_key_with_another_body_is_refused_without_effect() -> None:
    cart = cart_with({goods(): 1})
    place(cart, key=key(cart=cart, note="a"))
    with pytest.raises(KeyReused) as refusal:
        place(cart, key=key(cart=cart, note="b"))
    assert (refusal.value.status, Order.objects.count()) == (422, 1)


def test_the_order_of_fields_makes_no_other_body() -> None:
    assert idempotency.fingerprint({"a": 1, "b": {"c": 2, "d": 3}}) == idempotency.fingerprint(
        {"b": {"d": 3, "c": 2}, "a": 1}
    )


def test_a_cart_gives_one_order_whatever_the_key_and_every_key_leads_to_it() -> None:
    cart = cart_with({goods(): 1})
    orders = [place(cart, key=key(text, cart=cart)).pk for text in ("k1", "k2", "k2")]
    orders.append(place(cart).pk)
    assert len(set(orders)) == 1
    assert list(IdempotencyKey.objects.values_list("order_id", flat=True)) == [orders[0]] * 2


def test_a_refused_order_leaves_its_key_free(now) -> None:
    cart = cart_with({goods(): 1})
    with pytest.raises(checkout.PriceChanged):
        place(cart, key=key(cart=cart), expected="1.00")
    assert nothing_happened(cart)
    place(cart, key=key(cart=cart))
    assert Order.objects.count() == 1


def test_keys_of_different_people_are_different_keys() -> None:
    ana, bia = make.user(), make.user()
    first, second = cart_with({goods(): 1}, user=ana), cart_with({goods(): 1}, user=bia)
    for user, cart in ((ana, first), (bia, second)):
        place(cart, key=idempotency.key_for(user=user, cart=cart, key="same", body={}))
    assert Order.objects.count() == 2


def test_the_database_itself_takes_a_key_once(now) -> None:
    """Of two requests that both find the key unused, one is refused by the table."""
    claimed = key(cart=cart_with({goods(): 1}))
    idempotency.claim(claimed, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        idempotency.claim(claimed, at=now)
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.parametrize("text", ["", "x" * 256, "a\nb", "a\x00b", "\x7f"])
def test_a_key_must_be_one_to_255_visible_characters(text: str) -> None:
    with pytest.raises(Invalid):
        key(text, cart=Cart(pk=1))
    assert key("x" * 255, cart=Cart(pk=1)).owner == "cart:1"


def test_old_keys_are_pruned_after_a_week(now) -> None:
    cart = cart_with({goods(): 1})
    place(cart, key=key(cart=cart))
    assert idempotency.prune(at=now + timedelta(days=7)) == 0
    assert idempotency.prune(at=now + timedelta(days=7, seconds=1)) == 1
    assert Order.objects.count() == 1


# --- Words agreed to -----------------------------------------------------------------------------
def test_the_order_names_the_versions_of_the_texts_and_a_changed_text_is_another(now) -> None:
    from catalog.models import Page

    Page.objects.update_or_create(slug="termos", defaults={"title": "Termos", "body": "Primeira versão."})
    first = place(cart_with({goods(): 1}))
    same = place(cart_with({goods(): 1}), at=now + timedelta(days=1))
    Page.objects.filter(slug="termos").update(body="Segunda versão.")
    changed = place(cart_with({goods(): 1}), at=now + timedelta(days=2))
    assert first.terms_version == same.terms_version
    assert first.terms_version.startswith("2026-03-10-")
    assert changed.terms_version.startswith("2026-03-12-")
    assert changed.privacy_version == first.privacy_version
    text = LegalText.objects.get(kind="terms", version=first.terms_version)
    assert text.body == "Primeira versão."
