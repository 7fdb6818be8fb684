"""Every number beside a filter is the number of products the click shows."""

from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import publication
from catalog.models import Product
from catalog.search import FacetData, ProductQuery
from tests import make
from tests.catalog.search import shop
from tests.catalog.search.shop import Facts

pytestmark = pytest.mark.django_db
CHOICES = {
    "cor": ["2700", "3000", "4000", "6500"],
    "soquete": ["e27", "e14", "gu10"],
    "ambiente": ["sala", "quarto", "cozinha", "varanda"],
    "dimerizavel": ["sim", "nao"],
    "lumens": ["0-400", "400-800", "300-1200", "1600-"],
    "preco": ["-100", "100-300", "250.5-", "0-1000"],
    "marca": ["aurora", "ipe", "lagoa"],
    "categoria": ["pendentes", "plafons", "iluminacao"],
    "nota": ["3", "4.5"],
    "disponivel": ["1"],
}


def by_key(query: ProductQuery) -> dict[str, FacetData]:
    return {facet.url_key: facet for facet in query.facets()}


def options(query: ProductQuery, url_key: str) -> dict[str, tuple[int, bool]]:
    return {option.value: (option.count, option.selected) for option in by_key(query)[url_key].options}


@pytest.fixture
def lamps(db: None) -> None:
    warm = {"color_temperature": 2700, "base": "e27"}
    make.product(price="100", specs=warm, brand="Aurora")
    make.product(price="200", specs=warm, brand="Ipê")
    make.product(price="300", specs={"color_temperature": 4000, "base": "e27"}, brand="Ipê", stock=0)
    make.product(price="400", specs={"color_temperature": 4000, "base": "gu10"}, brand="Ipê")


@pytest.mark.usefixtures("lamps")
def test_counts_of_a_facet_ignore_its_own_selection() -> None:
    query = ProductQuery.from_params(QueryDict("cor=2700"))
    assert options(query, "cor") == {"2700": (2, True), "4000": (2, False)}
    assert options(query, "soquete") == {"e27": (2, False), "gu10": (0, False)}
    assert query.total == 2


@pytest.mark.usefixtures("lamps")
def test_other_facets_narrow_the_counts() -> None:
    query = ProductQuery.from_params(QueryDict("cor=2700&soquete=gu10"))
    assert options(query, "cor") == {"2700": (0, True), "4000": (1, False)}
    assert options(query, "soquete") == {"e27": (2, False), "gu10": (0, True)}
    assert options(query, "marca") == {"aurora": (0, False), "ipe": (0, False)}
    assert query.total == 0


@pytest.mark.usefixtures("lamps")
def test_a_choice_that_leads_nowhere_is_disabled_unless_it_is_chosen() -> None:
    query = ProductQuery.from_params(QueryDict("cor=2700&soquete=gu10"))
    disabled = {(f.url_key, o.value) for f in query.facets() for o in f.options if o.is_disabled}
    assert {("marca", "aurora"), ("marca", "ipe")} <= disabled
    assert ("cor", "2700") not in disabled


@pytest.mark.usefixtures("lamps")
def test_a_range_of_ones_own_is_shown_with_its_count() -> None:
    query = ProductQuery.from_params(QueryDict("preco=150-350"))
    price = by_key(query)["preco"]
    assert [(o.value, o.label.replace("\u00a0", " "), o.count) for o in price.selected] == [
        ("150-350", "R$ 150 a R$ 350", 2)
    ]
    assert (price.minimum, price.maximum) == (100, 400)  # the own choice left out


@pytest.mark.usefixtures("lamps")
def test_facets_of_a_search_count_what_it_finds() -> None:
    make.product("Abajur azul", specs={"color_temperature": 3000})
    query = ProductQuery.from_params(QueryDict("q=abajur"))
    assert options(query, "cor") == {"3000": (1, False)}


@pytest.mark.usefixtures("lamps")
def test_facets_of_a_category_count_what_is_below_it() -> None:
    shelf = make.category("Trilhos")
    make.product(category=make.category("Spots", parent=shelf), specs={"base": "gu10"})
    query = ProductQuery.from_params({}, category=shelf)
    assert options(query, "soquete") == {"gu10": (1, False)}
    assert options(query, "categoria") == {"spots": (1, False)}


def test_labels_units_and_kinds() -> None:
    for number, lumens in enumerate((300, 700, 1200, 2400)):
        make.product(price=f"{100 + number * 100}", specs={"luminous_flux": lumens, "dimmable": True, "base": "e27"})
    facets = by_key(ProductQuery.from_params({}))
    assert [o.label for o in facets["lumens"].options] == [
        "até 400 lm", "400 a 800 lm", "800 a 1600 lm", "1600 lm ou mais",
    ]  # fmt: skip
    assert [o.value for o in facets["lumens"].options] == ["0-400", "400-800", "800-1600", "1600-"]
    assert (facets["lumens"].unit, facets["lumens"].kind) == ("lm", "number")
    assert (facets["lumens"].minimum, facets["lumens"].maximum) == (300, 2400)
    assert facets["dimerizavel"].kind == "boolean"
    assert [(o.value, o.label) for o in facets["dimerizavel"].options] == [("sim", "Sim")]
    assert (facets["preco"].kind, facets["disponivel"].kind, facets["soquete"].kind) == ("price", "boolean", "choice")


def test_ready_prices_are_round_and_cover_everything() -> None:
    for price in range(37, 2000, 41):
        make.product(price=f"{price}.90", publish=False)
    publication.refresh(product_ids=list(Product.objects.values_list("pk", flat=True)), at=timezone.now())
    options = by_key(ProductQuery.from_params({}))["preco"].options
    assert [option.value for option in options] == ["-400", "400-750", "750-1000", "1000-1500", "1500-"] or len(
        options
    ) >= 4
    assert sum(option.count for option in options) == Product.objects.count()


def test_too_many_options_keep_the_fullest_and_the_chosen() -> None:
    for number in range(70):
        make.product(brand=f"Marca {number:02d}", publish=False)
    make.product(brand="Marca 69", publish=False)
    publication.refresh(product_ids=list(Product.objects.values_list("pk", flat=True)), at=timezone.now())
    shown = options(ProductQuery.from_params(QueryDict("marca=marca-68")), "marca")
    assert len(shown) == 60
    assert shown["marca-69"] == (2, False)
    assert shown["marca-68"] == (1, True)


RULES: dict[str, Callable[[Facts, list[str]], bool]] = {
    "cor": lambda f, vs: any(str(int(v)) in vs for v in f.specs["color_temperature"]),
    "soquete": lambda f, vs: any(v in vs for v in f.specs["base"]),
    "ambiente": lambda f, vs: any(v in vs for v in f.specs["room"]),
    "dimerizavel": lambda f, vs: any(("sim" if v else "nao") in vs for v in f.specs["dimmable"]),
    "lumens": lambda f, vs: any(within(float(v), span) for v in f.specs["luminous_flux"] for span in vs),
    "preco": lambda f, vs: any(within(float(f.product.sale_price), span) for span in vs),
    "marca": lambda f, vs: f.brand in vs,
    "categoria": lambda f, vs: f.category in vs or "iluminacao" in vs,
    "nota": lambda f, vs: any(f.product.rating >= float(v) for v in vs),
    "disponivel": lambda f, vs: f.product.stock > 0,
}


def within(number: float, span: str) -> bool:
    low, _, high = span.partition("-")
    return float(low or 0) <= number <= float(high or 10**9)


@pytest.fixture
def random_shop(db: None) -> list[Facts]:
    return shop.facts(shop.fill(40))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    picked=st.dictionaries(
        st.sampled_from(sorted(CHOICES)), st.lists(st.integers(0, 3), min_size=1, max_size=2), max_size=4
    )
)
def test_totals_and_counts_equal_a_plain_count(random_shop: list[Facts], picked: dict[str, list[int]]) -> None:
    params = {key: sorted({CHOICES[key][n % len(CHOICES[key])] for n in ns}) for key, ns in picked.items()}
    query = ProductQuery.from_params(params)
    rules = {key: (lambda f, key=key: RULES[key](f, params[key])) for key in params}
    expected = {each.product.pk for each in shop.naive(random_shop, rules)}
    assert (query.total, set(query.page(1, 100).ids)) == (len(expected), expected)
    for facet in query.facets():
        others = shop.naive(random_shop, rules, but=facet.url_key)
        counts = {option.value: option.count for option in facet.options}
        assert counts == {value: sum(RULES[facet.url_key](f, [value]) for f in others) for value in counts}
        assert {o.value for o in facet.options if o.selected} == set(params.get(facet.url_key, []))
