"""What was sold and what came back, to the centavo, on the days of the shop."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from orders import payments, reports
from orders.audit import violations
from orders.models import Order, OrderLine, Refund
from orders.reports import Period
from orders.reports.goods import goods_total
from orders.reports.sales import total
from tests.admin.selling import BY_CARRIER, a_march, at, give, pay, second_payment
from tests.buying import cart_with, goods, place, rate

pytestmark = pytest.mark.django_db
D = Decimal
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
BRIEF = ("orders", "units", "goods", "discounts", "freight", "gross", "refunds", "net", "ticket")


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


def brief(row) -> tuple:
    return tuple(getattr(row, name) for name in BRIEF)


# --- Days ----------------------------------------------------------------------------------------
def test_each_day_tells_what_was_paid_and_what_went_back() -> None:
    a_march()
    rows = {row.key: brief(row) for row in reports.by_day(period=Period(date(2026, 3, 9), date(2026, 3, 14)))}
    nothing = (0, 0, D(0), D(0), D(0), D(0), D(0), D(0), D(0))
    assert rows == {
        date(2026, 3, 9): nothing,
        date(2026, 3, 10): (1, 2, D(200), D(10), D(0), D(190), D(0), D(190), D(190)),
        date(2026, 3, 11): (2, 2, D(150), D(15), D(20), D(155), D(0), D(155), D("77.50")),
        date(2026, 3, 12): (0, 0, D(0), D(0), D(0), D(0), D(95), D(-95), D(0)),
        date(2026, 3, 13): (0, 0, D(0), D(0), D(0), D(0), D(105), D(-105), D(0)),
        date(2026, 3, 14): nothing,
    }
    assert list(violations(at=at(20))) == []


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 11, 2, 59, 59, 999999, tzinfo=UTC), date(2026, 3, 10)),
        (datetime(2026, 3, 11, 3, 0, tzinfo=UTC), date(2026, 3, 11)),
    ],
)
def test_a_day_ends_at_midnight_of_the_shop(moment: datetime, day: date) -> None:
    order = pay(place(cart_with({goods(): 1})), moment)
    give(order, moment, units=1)
    rows = reports.by_day(period=Period(date(2026, 3, 10), date(2026, 3, 11)))
    assert [(row.key, row.orders, row.refunds) for row in rows if row.orders] == [(day, 1, D(95))]


def test_what_was_sold_earlier_may_come_back_in_a_later_period() -> None:
    a_march()
    rows = reports.by_day(period=Period(date(2026, 3, 12), date(2026, 3, 12)))
    assert [(row.orders, row.gross, row.refunds, row.net) for row in rows] == [(0, D(0), D(95), D(-95))]


def test_a_refund_that_failed_is_none() -> None:
    past = a_march()
    refund = Refund.objects.get(payment__order=past.by_pix)
    payments.fail_refund(refund=refund, at=at(14))
    assert total(reports.by_day(period=MARCH)).refunds == D(105)


def test_money_that_never_was_a_sale_does_not_reduce_one() -> None:
    past = a_march()
    before = brief(total(reports.by_day(period=MARCH)))
    second_payment(past.at_counter, at(14))
    given_up = place(cart_with({past.table_lamp: 1}), email="eva@example.com", at=at(14))
    payments.cancel(order=given_up, at=at(14, 13))
    payments.confirm(payment=given_up.payments.get(), paid_amount=given_up.total, at=at(14, 14))
    assert Refund.objects.count() == 4
    assert brief(total(reports.by_day(period=MARCH))) == before


# --- All reports of one period agree -------------------------------------------------------------
def test_every_report_of_a_period_ends_in_the_same_sums() -> None:
    past = a_march()
    more = pay(place(cart_with({past.pendant: 3, past.table_lamp: 2}), delivery=BY_CARRIER, email="f@e.com"), at(15))
    give(more, at(16), units=1, freight=True)
    assert more.total == D(400)
    in_all, back = D(745), D(315)
    for rows in (
        reports.by_day(period=MARCH), reports.by_state(period=MARCH), reports.by_coupon(period=MARCH),
        reports.by_method(period=MARCH),
    ):  # fmt: skip
        whole = total(rows)
        assert (whole.orders, whole.units, whole.gross, whole.refunds) == (4, 9, in_all, back)
    for rows in (reports.by_product(period=MARCH), reports.by_category(period=MARCH)):
        sum_of_goods = goods_total(rows, orders=4)
        assert (sum_of_goods.units, sum_of_goods.gross, sum_of_goods.refunds) == (9, in_all, back)


def test_states_coupons_and_methods() -> None:
    a_march()
    assert [(row.label, row.orders, row.gross, row.refunds) for row in reports.by_state(period=MARCH)] == [
        ("Retirada na loja", 2, D(240), D(95)),
        ("São Paulo (SP)", 1, D(105), D(105)),
    ]
    assert [(row.label, row.orders, row.discounts, row.net) for row in reports.by_coupon(period=MARCH)] == [
        ("Sem cupom", 2, D(10), D(145)),
        ("LUZ10", 1, D(15), D(0)),
    ]
    assert [(row.label, row.orders, row.gross, row.refunds) for row in reports.by_method(period=MARCH)] == [
        ("Pix", 2, D(295), D(200)),
        ("Pagamento na retirada", 1, D(50), D(0)),
    ]


def test_the_method_is_the_one_that_paid_in_the_end() -> None:
    from orders.payments import attempts

    order = place(cart_with({goods(): 1}), method="pickup")
    attempts.open_again(order=order, at=at(10, 13), method="pix")
    payments.confirm(payment=order.payments.get(method="pix"), paid_amount=order.total, at=at(10, 14))
    assert [(row.label, row.orders, row.units) for row in reports.by_method(period=MARCH)] == [("Pix", 1, 1)]


# --- Goods ---------------------------------------------------------------------------------------
def test_products_with_what_came_back_of_them() -> None:
    a_march()
    rows = [
        (row.label, row.sku, row.orders, row.units, row.returned, row.gross, row.refunds, row.net)
        for row in reports.by_product(period=MARCH)
    ]
    assert rows == [
        ("Pendente Aurora", "PE-1", 2, 3, 2, D(275), D(180), D(95)),
        ("Abajur Serra", "AB-1", 1, 1, 0, D(50), D(0), D(50)),
        ("Frete", "", 1, 0, 0, D(20), D(20), D(0)),
    ]


def test_categories_with_their_way_from_the_root() -> None:
    a_march()
    rows = [(row.label, row.units, row.returned, row.net) for row in reports.by_category(period=MARCH)]
    assert rows == [
        ("Iluminação › Pendentes", 3, 2, D(95)),
        ("Iluminação › Abajures", 1, 0, D(50)),
        ("Frete", 0, 0, D(0)),
    ]


def test_what_only_came_back_in_a_period_has_its_name() -> None:
    a_march()
    rows = reports.by_product(period=Period(date(2026, 3, 12), date(2026, 3, 12)))
    assert [(row.label, row.sku, row.units, row.returned, row.net) for row in rows] == [
        ("Pendente Aurora", "PE-1", 0, 1, D(-95)),
        ("Frete", "", 0, 0, D(0)),
    ]


def test_odd_centavos_of_parts_given_back_add_up_to_the_line() -> None:
    lamp = goods(price="33.35")
    order = pay(place(cart_with({lamp: 3})), at(10, 13))
    line = OrderLine.objects.get(order=order)
    assert line.total == D("95.04")
    for hour in (14, 15, 16):
        give(order, at(10, hour), units=1)
    product, freight = reports.by_product(period=MARCH)
    assert (product.returned, product.gross, product.refunds) == (3, D("95.04"), D("95.04"))
    assert (freight.gross, freight.refunds) == (D(0), D(0))


def test_a_sum_somebody_typed_is_shared_over_what_is_still_paid() -> None:
    rate(method="moto")
    cheap, dear = goods(price="100.00"), goods(price="300.00")
    order = pay(place(cart_with({cheap: 1, dear: 1}), delivery=BY_CARRIER), at(10, 13))
    assert order.total == D(400)
    payment = order.payments.get()
    payments.refund(payment=payment, amount=D(40), reason="Risco", key="typed", at=at(11))
    by_key = {row.key: row for row in reports.by_product(period=MARCH)}
    assert (by_key[cheap.pk].refunds, by_key[dear.pk].refunds, by_key["frete"].refunds) == (D(10), D(30), D(0))
    assert by_key[cheap.pk].returned == 0
    payments.refund_rest(order=order, reason="Tudo", at=at(12))
    by_key = {row.key: row for row in reports.by_product(period=MARCH)}
    found = [(by_key[key].refunds, by_key[key].returned) for key in (cheap.pk, dear.pk, "frete")]
    assert found == [(D(95), 1), (D(285), 1), (D(20), 0)]


def test_a_day_without_anything_has_a_row_and_no_ticket() -> None:
    rows = reports.by_day(period=Period(date(2026, 3, 1), date(2026, 3, 1)))
    assert [brief(row) for row in rows] == [(0, 0, D(0), D(0), D(0), D(0), D(0), D(0), D(0))]
    assert Order.objects.count() == 0


# --- Stock ---------------------------------------------------------------------------------------
def test_stock_is_worth_what_it_would_bring_today() -> None:
    past = a_march()
    goods(stock_count=0, price="999.00")
    goods(title="Escondido", sku="ES-1", price="10.00", discount="50", stock_count=3, is_published=False,
          category=past.table_lamp.category)  # fmt: skip
    rows = reports.stock_by_category()
    assert [(r.label, r.products, r.units, r.at_list_price, r.at_sale_price) for r in rows] == [
        ("Iluminação › Pendentes", 1, 18, D(1800), D(1800)),
        ("Iluminação › Abajures", 2, 22, D(980), D(965)),
    ]
    assert list(reports.stock_by_product()) == [
        ("PE-1", "Pendente Aurora", "Iluminação › Pendentes", 18, D(100), D(1800), D(1800)),
        ("AB-1", "Abajur Serra", "Iluminação › Abajures", 19, D(50), D(950), D(950)),
        ("ES-1", "Escondido", "Iluminação › Abajures", 3, D(5), D(30), D(15)),
    ]


# --- Periods -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("hoje", date(2026, 3, 1), date(2026, 3, 1)),
        ("ontem", date(2026, 2, 28), date(2026, 2, 28)),
        ("7", date(2026, 2, 23), date(2026, 3, 1)),
        ("30", date(2026, 1, 31), date(2026, 3, 1)),
        ("mes", date(2026, 3, 1), date(2026, 3, 1)),
        ("mes-passado", date(2026, 2, 1), date(2026, 2, 28)),
        ("90", date(2025, 12, 2), date(2026, 3, 1)),
        ("ano", date(2026, 1, 1), date(2026, 3, 1)),
        ("nada", date(2026, 1, 31), date(2026, 3, 1)),
    ],
)
def test_named_periods_are_days_of_the_shop(name: str, first: date, last: date) -> None:
    late_evening = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # still the first of March in the shop
    assert Period.named(name, at=late_evening) == Period(first, last)


def test_a_period_is_half_open_and_knows_the_one_before() -> None:
    week = Period(date(2026, 3, 1), date(2026, 3, 7))
    assert (week.start, week.end) == (at(1, 0), at(8, 0))
    assert week.before() == Period(date(2026, 2, 22), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 3, 2), date(2026, 3, 1)),
        (date(2010, 1, 1), date(2026, 3, 1)),
        (date(1, 1, 1), date(1, 1, 2)),
        (date(9999, 12, 30), date(9999, 12, 31)),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(first: date, last: date) -> None:
    with pytest.raises(reports.UnknownPeriod):
        Period.between(first, last)
