"""The struck price: shown only if it was really asked in the 30 days on show before the offer."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from catalog import cards, price_chart, price_history, prices, publication
from catalog.models import PriceChange, Product
from catalog.price_history import Charged, Step
from tests import make
from tests.pages.reading import read

NOW = datetime.fromisoformat("2026-11-23T12:00:00-03:00")
type Told = tuple[float, str, str] | tuple[float, str, str, bool]  # days ago, list price, price asked, on show


def steps(*told: Told) -> list[Step]:
    return [
        Step(Decimal(each[1]), Decimal(each[2]), each[3] if len(each) > 3 else True, NOW - timedelta(days=each[0]))
        for each in told
    ]


# --- The rule ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("history", "may_strike"),
    [
        pytest.param([(40, "200", "200"), (10, "200", "160")], True, id="thirty days at the list price"),
        pytest.param([(39.99, "200", "200"), (10, "200", "160")], False, id="a little less than thirty days"),
        pytest.param([(0, "200", "160")], False, id="reduced from its first day"),
        pytest.param([(90, "150", "150"), (12, "200", "200"), (2, "200", "160")], False, id="raised, then cut"),
        pytest.param([(90, "150", "150"), (40, "200", "200"), (2, "200", "160")], True, id="raised long before"),
        pytest.param([(90, "200", "200"), (40, "200", "150"), (20, "200", "200"), (1, "200", "160")], False,
                     id="cheaper three weeks before"),
        pytest.param([(90, "200", "200"), (60, "200", "150"), (40, "200", "200"), (1, "200", "160")], True,
                     id="cheaper long before"),
        pytest.param([(60, "200", "200"), (20, "200", "180"), (5, "200", "150")], True, id="the discount grew"),
        pytest.param([(60, "200", "200"), (20, "200", "180"), (5, "250", "180")], False, id="raised within the offer"),
        pytest.param([(60, "200", "200"), (20, "200", "180"), (5, "190", "150")], True, id="lowered within the offer"),
        pytest.param([(60, "200", "200", False), (5, "200", "160")], False, id="priced while hidden"),
        pytest.param([(60, "200", "200"), (30, "200", "200", False), (20, "200", "200"), (5, "200", "160")], True,
                     id="hidden for ten days between"),
        pytest.param([(60, "150", "150", False), (40, "200", "200"), (5, "200", "160")], True,
                     id="cheaper, but nobody could buy it"),
        pytest.param([(60, "200", "200"), (5, "200", "150"), (5, "200", "200"), (1, "200", "160")], True,
                     id="a price that lasted no time"),
        pytest.param([(60, "200", "200")], False, id="no offer at all"),
        pytest.param([], False, id="no history"),
    ],
)  # fmt: skip
def test_a_list_price_is_struck_only_if_it_was_asked(history: list[Told], may_strike: bool) -> None:
    assert price_history.was_charged(steps(*history), NOW) is may_strike


def test_an_offer_begins_with_the_first_of_its_prices() -> None:
    told = steps((60, "200", "200"), (20, "200", "180"), (5, "200", "150"), (1, "200", "200"))
    assert price_history.began(told, NOW - timedelta(days=2)) == NOW - timedelta(days=20)
    assert price_history.began(told, NOW) is None
    assert price_history.charged_before(told, NOW - timedelta(days=20)) == Charged(Decimal(200), timedelta(days=30))


@pytest.mark.parametrize(
    ("charged", "words"),
    [
        (Charged(Decimal(200), timedelta(days=30)), ""),
        (Charged(Decimal(150), timedelta(days=30)), "foi vendido por R$\u00a0150,00 nos 30 dias à venda"),
        (Charged(Decimal(200), timedelta(days=12, hours=20)), "ficou 12 dias à venda"),
        (Charged(Decimal(200), timedelta(days=1)), "ficou 1 dia à venda"),
        (Charged(None, timedelta(0)), "ficou 0 dias à venda"),
    ],
)  # fmt: skip
def test_staff_is_told_why_not(charged: Charged, words: str) -> None:
    end = " antes da oferta" if charged.time == timedelta(days=30) else " antes da oferta, e são precisos 30"
    assert charged.objection(Decimal(200)) == (words + end if words else "")


def test_what_is_planned_is_judged_by_the_day_it_will_begin() -> None:
    told = steps((20, "200", "200"))
    asked = {"price": Decimal(200), "at": NOW}
    assert price_history.objection(told, starts_at=None, **asked).startswith("ficou 20 dias")
    assert price_history.objection(told, starts_at=NOW + timedelta(days=9), **asked).startswith("ficou 29 dias")
    assert price_history.objection(told, starts_at=NOW + timedelta(days=10), **asked) == ""


def test_the_lowest_price_of_thirty_days_is_one_that_was_asked() -> None:
    told = steps((60, "200", "90"), (40, "200", "120"), (25, "200", "80", False), (20, "200", "150"), (0, "200", "160"))
    assert price_history.lowest_recent(told, at=NOW) == Decimal(120)
    assert price_history.lowest_recent(told, at=NOW + timedelta(days=5)) == Decimal(150)
    assert price_history.lowest_recent(told[:1], at=NOW) == Decimal(90)
    assert price_history.lowest_recent(steps((9, "200", "200", False)), at=NOW) is None
    assert price_history.lowest_recent([], at=NOW) is None


# --- Everything that shows a price -----------------------------------------------------------------------
@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def lamp(db: None, at: datetime) -> Product:
    """At its list price for five weeks."""
    return make.product("Pendente", slug="pendente", price="200.00", at=at - timedelta(days=35))


def cut(product: Product, when: datetime, **columns: object) -> Product:
    Product.objects.filter(pk=product.pk).update(**({"discount_percentage": 20} | columns))
    publication.refresh(product_ids=[product.pk], at=when)
    return Product.objects.select_related("card").get(pk=product.pk)


def item_of_cart(client: Client) -> dict[str, Any]:
    asked = {"product": "pendente", "quantity": 1}
    answer = client.post("/api/v1/cart/items/", asked, content_type="application/json")
    item: dict[str, Any] = answer.json()["items"][0]
    return item


def test_an_offer_after_thirty_days_shows_what_was_asked(lamp: Product, at: datetime) -> None:
    reduced = cut(lamp, at)
    offer = prices.offer(reduced, at=at)
    assert (reduced.was_charged, offer.has_discount, offer.struck_price) == (True, True, Decimal("200.00"))
    assert '"struck_price":"200.00"' in reduced.card.data
    assert cards.read_view(reduced.card.view)["badges"] == [{"kind": "sale", "text": "-20%"}]


def test_raised_then_cut_strikes_nothing_anywhere(lamp: Product, client: Client, at: datetime) -> None:
    cut(lamp, at - timedelta(days=2), price=Decimal("250.00"), discount_percentage=0)
    reduced = cut(lamp, at)
    offer = prices.offer(reduced, at=at)
    assert (offer.price, offer.sale_price, offer.is_reduced) == (Decimal("250.00"), Decimal("200.00"), True)
    assert (offer.has_discount, offer.struck_price) == (False, None)
    card = cards.read_view(reduced.card.view)
    assert (card["has_discount"], card["badges"]) == (False, [])
    told = client.get("/api/v1/products/pendente/").json()
    assert (told["price"], told["sale_price"], told["struck_price"]) == ("250.00", "200.00", None)
    assert read(client.get("/produto/pendente/")).all("s") == []
    assert read(client.get("/catalogo/")).all("s") == []
    client.post("/carrinho/adicionar/", {"produto": "pendente", "quantidade": "1"})
    assert read(client.get("/carrinho/")).all("s") == []
    assert item_of_cart(client)["struck_price"] is None


def test_the_cart_strikes_what_the_page_strikes(lamp: Product, client: Client, at: datetime) -> None:
    cut(lamp, at)
    client.post("/carrinho/adicionar/", {"produto": "pendente", "quantidade": "1"})
    assert read(client.get("/carrinho/")).one("s").text == "Preço anterior R$ 200,00"
    assert item_of_cart(client)["struck_price"] == "200.00"


def test_a_hidden_product_earns_no_days(lamp: Product, at: datetime) -> None:
    cut(lamp, at - timedelta(days=30), discount_percentage=0, is_published=False)
    cut(lamp, at - timedelta(days=1), discount_percentage=0, is_published=True)
    assert cut(lamp, at).was_charged is False
    assert list(PriceChange.objects.order_by("pk").values_list("is_shown", flat=True)) == [True, False, True, True]


def test_when_the_offer_ends_nothing_is_struck(lamp: Product, at: datetime) -> None:
    cut(lamp, at)
    ended = cut(lamp, at + timedelta(days=3), discount_percentage=0)
    assert (ended.was_charged, prices.offer(ended, at=at).struck_price) == (False, None)


# --- The chart ---------------------------------------------------------------------------------------------
def test_the_chart_draws_steps_over_ninety_days() -> None:
    told = steps((120, "200", "200"), (30, "200", "150"), (10, "200", "160", False), (5, "200", "160"))
    chart = price_chart.of_steps(told, at=NOW)
    assert chart is not None
    assert chart.line == "M0 4H66.67V36H88.89M94.44 29.6H100"
    assert chart.area == "M0 40V4H66.67V40zM66.67 40V36H88.89V40zM94.44 40V29.6H100V40z"
    assert [(row.since.isoformat(), row.price) for row in chart.rows] == [
        ("2026-11-18", Decimal(160)), ("2026-11-13", None), ("2026-10-24", Decimal(150)), ("2026-08-25", Decimal(200)),
    ]  # fmt: skip
    assert (chart.lowest, chart.highest) == (Decimal(150), Decimal(200))


def test_one_price_is_no_history() -> None:
    assert price_chart.of_steps(steps((120, "200", "200"), (30, "250", "200")), at=NOW) is None
    assert price_chart.of_steps([], at=NOW) is None


def test_the_page_shows_the_history_beside_a_sale(lamp: Product, client: Client, at: datetime) -> None:
    began, first = at - timedelta(days=2), timezone.localtime(at - timedelta(days=35))
    cut(lamp, began)
    panel = read(client.get("/produto/pendente/")).one("section", "price--panel")
    assert panel.one("s").text == "Preço anterior R$ 200,00"
    assert "Menor preço dos últimos 30 dias: R$ 160,00" in panel.text
    rows = [row.text for row in panel.all("tbody")[-1].all("tr")]
    assert rows == [f"{timezone.localtime(began):%d/%m/%Y}R$ 160,00", f"{first:%d/%m/%Y}R$ 200,00"]
    assert panel.one("svg")["aria-label"].replace("\u00a0", " ") == (
        f"Preço no cartão desde {first:%d/%m/%Y}: de R$ 160,00 a R$ 200,00."
    )


# --- Staff -------------------------------------------------------------------------------------------------
