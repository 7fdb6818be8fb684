"""Parameters of pages and API: what is understood, what is passed over, what is refused."""

import contextlib
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import search
from catalog.models import Product
from catalog.search import InvalidFilter, ProductQuery
from catalog.search import filters as rules
from iluminacasa.errors import Missing
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps(db: None) -> dict[str, Product]:
    lighting = make.category("Iluminação", slug="iluminacao")
    pendants = make.category("Pendentes", slug="pendentes", parent=lighting)
    bulbs = make.category("Lâmpadas", slug="lampadas", parent=lighting)
    make.category("Fechada", slug="fechada", is_active=False)
    warm = {
        "color_temperature": 2700,
        "base": "e27",
        "dimmable": True,
        "luminous_flux": 400,
        "room": ["sala", "quarto"],
    }
    cold = {"color_temperature": 6500, "base": "gu10", "dimmable": False, "luminous_flux": 900, "room": ["cozinha"]}
    rated = {"rating": "4.50", "review_count": 2}
    return {
        "warm": make.product("Pendente A", price="100", category=pendants, brand="Aurora", specs=warm, **rated),
        "cold": make.product("Pendente B", price="200", category=pendants, brand="Ipê", specs=cold, stock=0),
        "bulb": make.product(
            "Lâmpada C", price="50", discount="50", category=bulbs, brand="Aurora", specs={"luminous_flux": 806.5}
        ),
    }


def found(
    lamps: dict[str, Product], address: str, *, names: rules.Vocabulary = "url", strict: bool = False
) -> set[str]:
    query = ProductQuery.from_params(QueryDict(address), names=names, strict=strict)
    ids = query.page(1, 24).ids
    return {name for name, product in lamps.items() if product.pk in ids}


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("", {"warm", "cold", "bulb"}),
        ("cor=2700", {"warm"}),
        ("cor=2700&cor=6500", {"warm", "cold"}),
        ("cor=2700&soquete=gu10", set()),
        ("soquete=E27", {"warm"}),
        ("soquete=e27", {"warm"}),
        ("lumens=400-900", {"warm", "cold", "bulb"}),
        ("lumens=400.5-899", {"bulb"}),
        ("lumens=806,5", {"bulb"}),
        ("lumens=-400", {"warm"}),
        ("lumens=806.5-", {"cold", "bulb"}),
        ("preco=100-200", {"warm", "cold"}),
        ("preco=25-25", {"bulb"}),  # the sale price, not the list price
        ("preco=-99.99", {"bulb"}),
        ("preco=0-30&preco=150-", {"cold", "bulb"}),
        ("categoria=iluminacao", {"warm", "cold", "bulb"}),
        ("categoria=lampadas", {"bulb"}),
        ("categoria=lampadas&categoria=pendentes", {"warm", "cold", "bulb"}),
        ("marca=aurora", {"warm", "bulb"}),
        ("nota=4", {"warm"}),
        ("nota=4.6", set()),
        ("disponivel=1", {"warm", "bulb"}),
        ("disponivel=0", {"warm", "cold", "bulb"}),
        ("dimerizavel=sim", {"warm"}),
        ("dimerizavel=1", {"warm"}),
        ("dimerizavel=nao", {"cold"}),
        ("ambiente=quarto", {"warm"}),
        ("ambiente=quarto&ambiente=cozinha", {"warm", "cold"}),
    ],
)
def test_a_filter_finds_exactly_its_products(lamps: dict[str, Product], address: str, names: set[str]) -> None:
    assert found(lamps, address) == names
    assert found(lamps, address, strict=True) == names


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("color_temperature=2700", {"warm"}),
        ("base=E27&base=GU10", {"warm", "cold"}),
        ("luminous_flux=500-", {"cold", "bulb"}),
        ("price_min=100", {"warm", "cold"}),
        ("price_max=100.00", {"warm", "bulb"}),
        ("price_min=30&price_max=150", {"warm"}),
        ("price_min=150&price_max=30", set()),
        ("category=lampadas", {"bulb"}),
        ("brand=ipe", {"cold"}),
        ("rating_min=4.5", {"warm"}),
        ("in_stock=true", {"warm", "bulb"}),
        ("in_stock=1", {"warm", "bulb"}),
        ("dimmable=true", {"warm"}),
        ("dimmable=false", {"cold"}),
        ("cor=2700", {"warm", "cold", "bulb"}),  # a name of the pages
    ],
)
def test_the_api_asks_with_english_names(lamps: dict[str, Product], address: str, names: set[str]) -> None:
    assert found(lamps, address, names="api", strict=True) == names


NONSENSE = [
    "cor=azul", "cor=", "cor=-", "cor=NaN", "cor=inf", "cor=1e5", "cor=99999999999999999999999999", "cor=900-400",
    "cor=1-2-3", "cor=٢٧٠٠", "cor=2700%00", "cor=--1", "lumens=4.0001", "soquete=e99", "soquete=%00",
    "soquete=" + "x" * 20_000, "preco=10000000000000000000000000-", "preco=abc", "preco=1.234", "preco=-",
    "preco=200-100", "preco=NaN-NaN", "nota=6", "nota=-1", "nota=4e0", "disponivel=talvez", "dimerizavel=2",
    "categoria=nada", "categoria=fechada", "categoria=%27;--", "marca=nada", "ordem=melhor", "ordem=%00",
]  # fmt: skip


@pytest.mark.parametrize("address", NONSENSE)
def test_a_value_that_makes_no_sense_is_passed_over_by_a_page(lamps: dict[str, Product], address: str) -> None:
    query = ProductQuery.from_params(QueryDict(address))
    assert (query.total, query.params()) == (3, [])


@pytest.mark.parametrize("address", NONSENSE)
def test_a_value_that_makes_no_sense_is_refused_when_asked_strictly(lamps: dict[str, Product], address: str) -> None:
    with pytest.raises(InvalidFilter) as refusal:
        ProductQuery.from_params(QueryDict(address), strict=True)
    assert (refusal.value.code, refusal.value.status) == ("invalid_filter", 400)
    assert refusal.value.field == address.split("=")[0]


@pytest.mark.parametrize("address", ["price_min=NaN", "price_max=1e3", "ordering=cheap", "in_stock=x"])
def test_the_api_refuses_nonsense(lamps: dict[str, Product], address: str) -> None:
    with pytest.raises(InvalidFilter):
        ProductQuery.from_params(QueryDict(address), names="api", strict=True)


def test_good_values_beside_bad_ones_count(lamps: dict[str, Product]) -> None:
    query = ProductQuery.from_params(QueryDict("cor=2700&cor=azul&preco=abc"))
    assert (query.total, query.params()) == (1, [("cor", "2700")])


def test_too_many_values_are_refused(lamps: dict[str, Product]) -> None:
    many = QueryDict("&".join(f"cor={number}" for number in range(60)))
    with pytest.raises(InvalidFilter):
        ProductQuery.from_params(many, strict=True)
    assert len(ProductQuery.from_params(many).chosen_in("spec:color_temperature")) == rules.MOST_VALUES


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("soquete=E27", [("soquete", "e27")]),
        ("preco=100,00-200.50&cor=2700.0", [("cor", "2700"), ("preco", "100-200.5")]),
        ("cor=6500&cor=2700&cor=2700", [("cor", "2700"), ("cor", "6500")]),
        ("ordem=relevancia", []),
        ("ordem=menor-preco&q=++pendente++a", [("ordem", "menor-preco"), ("q", "pendente a")]),
        ("lumens=400-400", [("lumens", "400")]),
        ("disponivel=true&pagina=3&utm_source=x", [("disponivel", "1")]),
    ],
)
def test_an_address_is_written_in_one_way(
    lamps: dict[str, Product], typed: str, canonical: list[tuple[str, str]]
) -> None:
    assert ProductQuery.from_params(QueryDict(typed)).params() == canonical


def test_values_are_added_and_taken_away(lamps: dict[str, Product]) -> None:
    query = ProductQuery.from_params({})
    both = query.with_value("cor", "2700").with_value("cor", "6500").with_value("soquete", "E27")
    assert both.params() == [("cor", "2700"), ("cor", "6500"), ("soquete", "e27")]
    assert both.total == 1
    assert both.without_value("cor", "2700").params() == [("cor", "6500"), ("soquete", "e27")]
    assert both.without_value("cor").params() == [("soquete", "e27")]
    assert both.with_value("cor", "azul") == both
    assert both.with_value("nada", "1") == both
    assert query.is_empty
    assert not both.is_empty
    assert query.with_ordering("maior-preco").params() == [("ordem", "maior-preco")]


def test_the_category_of_the_page_is_no_parameter(lamps: dict[str, Product]) -> None:
    query = ProductQuery.from_params({}, category=lamps["bulb"].category)
    assert (query.total, query.params(), query.is_empty) == (1, [], True)


def test_a_price_range_of_the_api_is_written_as_two_parameters(lamps: dict[str, Product]) -> None:
    query = ProductQuery.from_params({"price_min": "30", "price_max": "150"}, names="api")
    assert query.params() == [("price_max", "150"), ("price_min", "30")]


@pytest.mark.parametrize(
    ("ordering", "names"),
    [
        ("relevancia", ["warm", "bulb", "cold"]),  # sold out last
        ("menor-preco", ["bulb", "warm", "cold"]),
        ("maior-preco", ["cold", "warm", "bulb"]),
        ("avaliacao", ["warm", "cold", "bulb"]),
        ("novidades", ["bulb", "cold", "warm"]),
        ("desconto", ["bulb", "warm", "cold"]),
        ("mais-vendidos", ["warm", "cold", "bulb"]),
    ],
)
def test_every_order(lamps: dict[str, Product], ordering: str, names: list[str]) -> None:
    ids = ProductQuery.from_params({"ordem": ordering}).page(1, 24).ids
    assert ids == [lamps[name].pk for name in names]


@pytest.mark.parametrize("number", [0, -1, 3, 10**25])
def test_a_page_past_the_end_is_missing(lamps: dict[str, Product], number: int) -> None:
    with pytest.raises(Missing):
        ProductQuery.from_params({}).page(number, 2)


def test_pages_share_out_the_list(lamps: dict[str, Product]) -> None:
    query = ProductQuery.from_params({"ordem": "menor-preco"})
    first, second = query.page(1, 2), query.page(2, 2)
    assert first.ids + second.ids == [lamps[name].pk for name in ("bulb", "warm", "cold")]
    assert (first.total, first.pages, first.has_next, second.has_next) == (3, 2, True, False)


def test_page_one_of_nothing_is_empty(lamps: dict[str, Product]) -> None:
    found_nothing = ProductQuery.from_params({"cor": "9999"}).page(1, 24)
    assert (found_nothing.ids, found_nothing.total, found_nothing.pages) == ([], 0, 1)


def test_an_empty_shop_answers() -> None:
    query = ProductQuery.from_params({"q": "pendente", "ordem": "menor-preco"})
    assert (query.page(1, 24).ids, query.facets(), query.keyset(None, 24).ids) == ([], [], [])
    assert not search.suggest("pendente")


STRANGE = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["\x00", "NaN", "-", "1" * 30, "٣", "1-", "e27", "\ud800", "😀", "-0", "0-0", "[]", "9" * 9 + ".999"]
    ),
)


NAMES = (
    "q", "cor", "soquete", "preco", "nota", "ordem", "categoria", "marca", "disponivel", "lumens", "price_min", "base",
    "in_stock", "ordering",
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(params=st.dictionaries(st.sampled_from(NAMES), st.lists(STRANGE, max_size=3)), strict=st.booleans())
def test_nothing_but_a_refusal_comes_of_strange_parameters(
    lamps: dict[str, Product], params: dict[str, Any], strict: bool
) -> None:
    for names in ("url", "api"):
        with contextlib.suppress(InvalidFilter) if strict else contextlib.nullcontext():
            query = ProductQuery.from_params(params, names=names, strict=strict)
            query.page(1, 24)
            query.facets()
            query.keyset(None, 24)
            query.params()


@pytest.mark.parametrize(("text", "value"), [("4,5", 4500), ("0.001", 1), ("2700", 2_700_000), ("1.25", 1250)])
def test_numbers_are_kept_in_thousandths(text: str, value: int) -> None:
    assert rules.scaled(text, 3) == value
    assert Decimal(rules.plain(value, 3)) == Decimal(text.replace(",", "."))
