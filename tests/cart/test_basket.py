"""What goes in and out of a cart, and whose it is."""

from datetime import timedelta
from decimal import Decimal

import pytest

from cart import basket, coupons, pricing
from cart.models import Cart, CartLine
from catalog import publication, stock
from catalog.stock import OutOfStock
from iluminacasa.errors import Conflict, Missing
from tests import make
from tests.buying import cart_with, coupon, goods, place

pytestmark = pytest.mark.django_db
NO_QUANTITIES = [
    0, -1, -0.0, -99, 100, 101, 1000, 10**6, 2**31 - 1, 2**31, 2**32, 2**63 - 1, 2**63, 10**4000, -(2**63),
    1.0, 2.0, 0.5, 1e3, float("inf"), float("-inf"), float("nan"), True, False, None, "", "1", "１", "٣", "1e3",
    "0x10", " 1 ", [], [1], {}, {"quantity": 1}, (1,), b"1", Decimal(1), "9" * 5000,
]  # fmt: skip


def lines(cart: Cart) -> list[tuple[int, int]]:
    return list(CartLine.objects.filter(cart=cart).order_by("pk").values_list("product_id", "quantity"))


# --- Quantities ----------------------------------------------------------------------------------
def test_the_table_of_impossible_quantities_has_forty_values() -> None:
    assert len(NO_QUANTITIES) == 40


@pytest.mark.parametrize("quantity", NO_QUANTITIES, ids=range(40))
def test_an_impossible_quantity_is_refused_and_changes_nothing(now, quantity: object) -> None:
    product = goods(stock_count=200)
    cart = cart_with({product: 2})
    line = cart.lines.get()
    for change in (
        lambda: basket.add(cart=cart, product_id=product.pk, quantity=quantity, at=now),  # type: ignore[arg-type]
        lambda: basket.set_quantity(cart=cart, line_id=line.pk, quantity=quantity, at=now),  # type: ignore[arg-type]
    ):
        with pytest.raises(basket.QuantityRefused) as refusal:
            change()
        assert (refusal.value.code, refusal.value.status, refusal.value.field) == ("invalid_quantity", 400, "quantity")
    assert lines(cart) == [(product.pk, 2)]
    assert Cart.objects.get().version == cart.version


def test_adding_again_sums_in_one_line_up_to_the_limit(now) -> None:
    product = goods(stock_count=200)
    cart = cart_with({product: 98})
    basket.add(cart=cart, product_id=product.pk, quantity=1, at=now)
    with pytest.raises(basket.QuantityRefused):
        basket.add(cart=cart, product_id=product.pk, quantity=1, at=now)
    assert lines(cart) == [(product.pk, 99)]


def test_more_than_the_stock_is_refused_and_says_what_is_left(now) -> None:
    product = goods(stock_count=3)
    cart = cart_with({product: 2})
    with pytest.raises(OutOfStock) as refusal:
        basket.add(cart=cart, product_id=product.pk, quantity=2, at=now)
    assert refusal.value.data == {"product": product.slug, "available": 3}
    assert lines(cart) == [(product.pk, 2)]


def test_a_line_may_shrink_when_the_stock_fell_but_not_grow(now) -> None:
    product = goods(stock_count=10)
    cart = cart_with({product: 8})
    stock.take(quantities={product.pk: 8}, cause=stock.Cause.SALE, reference="x", at=now)
    line = cart.lines.get()
    basket.set_quantity(cart=cart, line_id=line.pk, quantity=5, at=now)
    with pytest.raises(OutOfStock):
        basket.set_quantity(cart=cart, line_id=line.pk, quantity=6, at=now)
    assert lines(cart) == [(product.pk, 5)]


def test_a_product_sold_by_the_dozen_is_not_sold_singly(now) -> None:
    product = goods(minimum_order_quantity=12)
    cart, _ = basket.open_for(user=None, token=None, at=now)
    with pytest.raises(basket.QuantityRefused) as refusal:
        basket.add(cart=cart, product_id=product.pk, quantity=11, at=now)
    assert refusal.value.data == {"minimum": 12}
    basket.add(cart=cart, product_id=product.pk, quantity=12, at=now)
    with pytest.raises(basket.QuantityRefused):
        basket.set_quantity(cart=cart, line_id=cart.lines.get().pk, quantity=11, at=now)
    assert lines(cart) == [(product.pk, 12)]


def test_what_is_not_for_sale_does_not_go_in(now) -> None:
    hidden = goods(is_published=False)
    cart, _ = basket.open_for(user=None, token=None, at=now)
    with pytest.raises(basket.NotForSale):
        basket.add(cart=cart, product_id=hidden.pk, quantity=1, at=now)
    with pytest.raises(Missing):
        basket.add(cart=cart, product_id=10**9, quantity=1, at=now)
    assert lines(cart) == []


def test_a_cart_holds_a_hundred_different_products(now, monkeypatch) -> None:
    monkeypatch.setattr(basket, "MAX_LINES", 3)
    cart = cart_with({goods(): 1, goods(): 1, goods(): 1})
    with pytest.raises(basket.CartFull):
        basket.add(cart=cart, product_id=goods().pk, quantity=1, at=now)
    assert len(lines(cart)) == 3


def test_a_line_of_another_cart_is_not_found(now) -> None:
    product = goods()
    theirs = cart_with({product: 1}).lines.get()
    mine = cart_with({product: 2})
    for change in (
        lambda: basket.set_quantity(cart=mine, line_id=theirs.pk, quantity=5, at=now),
        lambda: basket.remove(cart=mine, line_id=theirs.pk, at=now),
        lambda: basket.keep_for_later(cart=mine, line_id=theirs.pk, saved=True, at=now),
    ):
        with pytest.raises(Missing):
            change()
    assert CartLine.objects.get(pk=theirs.pk).quantity == 1


def test_removing_tells_what_went_so_that_it_can_come_back(now) -> None:
    product = goods()
    cart = cart_with({product: 3})
    gone = basket.remove(cart=cart, line_id=cart.lines.get().pk, at=now)
    assert gone == (product.pk, 3)
    assert lines(cart) == []
    basket.add(cart=cart, product_id=gone[0], quantity=gone[1], at=now)
    assert lines(cart) == [(product.pk, 3)]


def test_what_is_set_aside_is_neither_counted_nor_charged(now) -> None:
    lamp, vase = goods(price="100.00"), goods(price="40.00")
    cart = cart_with({lamp: 1, vase: 2})
    aside = cart.lines.get(product=vase)
    basket.keep_for_later(cart=cart, line_id=aside.pk, saved=True, at=now)
    quote = pricing.quote(cart=cart, at=now)
    assert (basket.count(cart), quote.lines_total, [line.slug for line in quote.saved]) == (1, 100, [vase.slug])
    basket.add(cart=cart, product_id=vase.pk, quantity=1, at=now)  # wanted again: what was set aside is not added
    assert CartLine.objects.get(pk=aside.pk).quantity == 1
    assert basket.count(cart) == 2


def test_a_cart_that_became_an_order_takes_no_more(now, settings) -> None:
    settings.PIX_KEY = "pix@example.com"
    product = goods()
    cart = cart_with({product: 1})
    line = cart.lines.get()
    place(cart)
    coupon()
    for change in (
        lambda: basket.add(cart=cart, product_id=product.pk, quantity=1, at=now),
        lambda: basket.set_quantity(cart=cart, line_id=line.pk, quantity=2, at=now),
        lambda: basket.remove(cart=cart, line_id=line.pk, at=now),
        lambda: basket.empty(cart=cart, at=now),
        lambda: basket.apply_coupon(cart=cart, coupon=coupons.find("LUZ10"), eligible_total=Decimal(100), at=now),
        lambda: basket.drop_coupon(cart=cart, at=now),
        lambda: basket.set_delivery(cart=cart, postal_code="01310100", method="expresso", at=now),
    ):
        with pytest.raises(Conflict):
            change()
    assert lines(cart) == [(product.pk, 1)]


# --- What changed meanwhile ----------------------------------------------------------------------
def test_a_new_price_is_told_until_it_is_accepted(now) -> None:
    product = goods(price="100.00")
    cart = cart_with({product: 1})
    product.price = Decimal("120.00")
    product.save()
    publication.refresh(product_ids=[product.pk], at=now)
    notice = pricing.quote(cart=cart, at=now).notices[0]
    assert (notice.code, notice.data) == ("price_changed", {"product": product.slug, "from": "100.00", "to": "120.00"})
    basket.accept_prices(cart=cart, at=now)
    assert pricing.quote(cart=cart, at=now).notices == []


def test_what_cannot_be_bought_stays_marked_and_out_of_the_total(now) -> None:
    lamp, gone, scarce = goods(price="100.00"), goods(price="50.00"), goods(price="30.00", stock_count=5)
    cart = cart_with({lamp: 1, gone: 1, scarce: 4})
    gone.is_published = False
    gone.save()
    publication.refresh(product_ids=[gone.pk], at=now)
    stock.take(quantities={scarce.pk: 3}, cause=stock.Cause.SALE, reference="x", at=now)
    quote = pricing.quote(cart=cart, at=now)
    assert [(line.slug, line.problem) for line in quote.lines] == [
        (lamp.slug, ""), (gone.slug, "unavailable"), (scarce.slug, "out_of_stock"),
    ]  # fmt: skip
    assert (quote.lines_total, quote.units, quote.can_be_ordered) == (100, 1, False)
    assert {notice.code: notice.data for notice in quote.notices} == {
        "unavailable": {"product": gone.slug},
        "out_of_stock": {"product": scarce.slug, "available": 2},
    }


# --- Whose cart ----------------------------------------------------------------------------------
def test_a_guest_is_known_by_a_token_the_database_does_not_keep(now) -> None:
    cart, token = basket.open_for(user=None, token=None, at=now)
    assert token is not None
    assert len(token) == 32
    assert token not in str(Cart.objects.values().get())
    assert basket.current(user=None, token=token, at=now) == cart
    assert basket.open_for(user=None, token=token, at=now) == (cart, None)
    for wrong in ("", token[:-1], token + "x", "0" * 32):
        assert basket.current(user=None, token=wrong, at=now) is None


def test_reading_makes_no_cart(now) -> None:
    assert basket.current(user=make.user(), token=None, at=now) is None
    assert basket.find(user=None, token="x") is None
    assert Cart.objects.count() == 0


def test_a_guests_cart_becomes_the_persons_when_they_had_none(now) -> None:
    user, product = make.user(), goods()
    cart, token = basket.open_for(user=None, token=None, at=now)
    basket.add(cart=cart, product_id=product.pk, quantity=2, at=now)
    mine = basket.current(user=user, token=token, at=now)
    assert mine == cart
    assert (mine.user, mine.token_hash, lines(mine)) == (user, None, [(product.pk, 2)])
    assert basket.current(user=None, token=token, at=now) is None  # signed out, nothing private is left


def test_both_carts_are_folded_by_sum_cap_and_notice_once(now) -> None:
    user = make.user()
    both, only_guest, scarce, mine_only = goods(), goods(), goods(stock_count=4), goods()
    own = cart_with({both: 2, scarce: 3, mine_only: 1}, user=user)
    guest, token = basket.open_for(user=None, token=None, at=now)
    for product, quantity in ((both, 3), (scarce, 3), (only_guest, 1)):
        basket.add(cart=guest, product_id=product.pk, quantity=quantity, at=now)
    basket.apply_coupon(cart=guest, coupon=coupon(), eligible_total=Decimal(100), at=now)
    basket.set_delivery(cart=guest, postal_code="01310-100", method="expresso", at=now)
    folded = [basket.current(user=user, token=token, at=now) for _ in range(3)]
    assert folded == [own, own, own]
    cart = folded[-1]
    assert cart is not None
    expected = {both.pk: 5, scarce.pk: 4, mine_only.pk: 1, only_guest.pk: 1}
    assert dict(lines(cart)) == expected
    assert [(n["code"], n["data"]) for n in cart.notices] == [
        ("merged", {"product": both.slug, "quantity": 5}),
        ("capped", {"product": scarce.slug, "wanted": 6, "quantity": 4}),
    ]
    assert cart.coupon is not None
    assert (cart.coupon.code, cart.postal_code, cart.freight_method) == ("LUZ10", "01310100", "expresso")
    assert Cart.objects.count() == 1


def test_of_two_foldings_only_the_last_is_told_and_nothing_once_the_number_is_another(now) -> None:
    user, lamp, vase = make.user(), goods(), goods()
    cart_with({lamp: 1, vase: 1}, user=user)
    for chosen in ({lamp: 1, vase: 1}, {lamp: 1}):
        guest, token = basket.open_for(user=None, token=None, at=now)
        for product, quantity in chosen.items():
            basket.add(cart=guest, product_id=product.pk, quantity=quantity, at=now)
        cart = basket.current(user=user, token=token, at=now)
    assert cart is not None
    assert [n["data"] for n in cart.notices] == [
        {"product": vase.slug, "quantity": 2}, {"product": lamp.slug, "quantity": 3},
    ]  # fmt: skip
    basket.set_quantity(cart=cart, line_id=cart.lines.get(product=lamp).pk, quantity=1, at=now)
    cart.refresh_from_db()
    assert [n["data"] for n in cart.notices] == [{"product": vase.slug, "quantity": 2}]
    basket.remove(cart=cart, line_id=cart.lines.get(product=vase).pk, at=now)
    cart.refresh_from_db()
    assert cart.notices == []


def test_folding_never_fails_for_goods_that_are_gone_or_above_the_limit(now) -> None:
    user, gone, many = make.user(), goods(), goods(stock_count=500)
    cart_with({many: 60}, user=user)
    guest, token = basket.open_for(user=None, token=None, at=now)
    basket.add(cart=guest, product_id=gone.pk, quantity=2, at=now)
    basket.add(cart=guest, product_id=many.pk, quantity=60, at=now)
    stock.take(quantities={gone.pk: 20}, cause=stock.Cause.SALE, reference="x", at=now)
    cart = basket.current(user=user, token=token, at=now)
    assert cart is not None
    assert dict(lines(cart)) == {many.pk: 99, gone.pk: 1}  # the sold-out one stays, marked, as a single unit


def test_what_one_cart_set_aside_is_not_added_to_what_the_other_wants(now) -> None:
    user, product = make.user(), goods()
    own = cart_with({product: 3}, user=user)
    basket.keep_for_later(cart=own, line_id=own.lines.get().pk, saved=True, at=now)
    guest, token = basket.open_for(user=None, token=None, at=now)
    basket.add(cart=guest, product_id=product.pk, quantity=2, at=now)
    basket.current(user=user, token=token, at=now)
    line = own.lines.get()
    assert (line.quantity, line.is_saved) == (2, False)


def test_a_guests_old_cart_is_forgotten_and_nobody_elses(now) -> None:
    product = goods()
    old, fresh, of_person = cart_with({product: 1}), cart_with({product: 1}), cart_with({product: 1}, user=make.user())
    Cart.objects.filter(pk__in=[old.pk, of_person.pk]).update(updated_at=now - timedelta(days=90, seconds=1))
    assert basket.drop_old(at=now) == 1
    assert set(Cart.objects.values_list("pk", flat=True)) == {fresh.pk, of_person.pk}
