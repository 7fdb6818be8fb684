"""What is printed from moulds is, letter by letter, what the templates print themselves."""

import itertools
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import get_template

from catalog import card_html, facet_html, frame_html, listing, moulds
from catalog.card_html import Place
from catalog.search import FacetData, OptionData

EVIL = "A <b>&\"'%s %(slug)s {{ x }} \ue000title\ue001 40 cm"
PICTURE = {"src": "/m/a.webp", "avif": "/m/a-480.avif 480w", "webp": "", "width": 480, "height": 600, "alt": EVIL}


def card(**changes: Any) -> dict[str, Any]:
    plain = {
        "slug": "cupula",
        "url": "/produto/cupula/",
        "title": "Pendente Cúpula 40 cm",
        "brand": "Lumiar",
        "category_name": "Pendentes",
        "day": PICTURE,
        "night": None,
        "badges": [],
        "kelvin": None,
        "base_label": "",
        "rating": "4,8",
        "review_count": 0,
        "price": Decimal("1249.00"),
        "sale_price": Decimal("1100.00"),
        "pix_price": Decimal("1045.00"),
        "has_discount": False,
        "installments": None,
        "stock_note": "",
        "availability": "in_stock",
        "detail": "",
    }
    return plain | changes


KELVIN = {"value": 2700, "text": "2700 K", "name": "quente", "step": 2700, "position": 12}
CARDS = [
    card(),
    card(title=EVIL, base_label=EVIL, badges=[{"kind": "sale", "text": "-15%"}, {"kind": "new", "text": EVIL}]),
    card(day=None, night=PICTURE, kelvin=KELVIN, review_count=1),
    card(day=PICTURE | {"width": None, "height": None}, night=PICTURE, review_count=2, base_label="1× E27"),
    card(availability="out_of_stock", stock_note="Esgotado", badges=[{"kind": "sold_out", "text": "Esgotado"}]),
    card(availability="low_stock", stock_note="Últimas unidades", has_discount=True, kelvin=KELVIN, review_count=1300),
    card(installments={"count": 10, "amount": Decimal("110.00")}, slug="com-100-por-cento", title="100% algodão"),
]
PLACES = [Place("20rem"), Place("46vw", eager=True), Place("46vw", eager=True, first=True)]


@pytest.mark.parametrize("shown", CARDS)
def test_a_card_is_what_its_template_prints(shown: dict[str, Any]) -> None:
    template = get_template(card_html.TEMPLATE)
    for place, marked in itertools.product(PLACES, itertools.product((False, True), repeat=2)):
        marks = {"favorites": {shown["slug"]} if marked[0] else set(), "compare": {shown["slug"]} if marked[1] else ()}
        context = {"card": shown, "marks": marks, "sizes": place.sizes, "eager": place.eager, "first": place.first}
        assert card_html.html(shown, place, marked) == template.render(context)


def test_only_the_first_pictures_of_a_list_are_wanted_at_once() -> None:
    printed = card_html.items([card(slug=str(number)) for number in range(4)], {"favorites": {"2"}}, "1rem", eager=2)
    entries = printed.split("</li>")
    assert [entry.count('loading="lazy"') for entry in entries] == [0, 0, 1, 1, 0]
    assert [entry.count('fetchpriority="high"') for entry in entries] == [1, 0, 0, 0, 0]
    assert [entry.count('aria-pressed="true"') for entry in entries] == [0, 0, 1, 0, 0]
    assert len(entries) == 5


def options() -> list[OptionData]:
    return [
        OptionData("2700", EVIL, 3, selected=True),
        OptionData("4000", "4000 K", 1, selected=False),
        OptionData(EVIL, "50% cobre", 0, selected=False, swatch="#b87333"),
    ]


@pytest.mark.parametrize(("kind", "unit"), [("number", "K"), ("choice", ""), ("price", "R$")])
def test_a_filter_is_what_its_templates_print(kind: str, unit: str) -> None:
    data = FacetData("key", "cor", EVIL, unit, kind, options(), Decimal("9.90"), Decimal(1249))
    shown = listing.facet_view(data, is_open=False)
    inner = "".join(
        get_template(facet_html.OPTION).render({"option": option, "param": "cor"}) for option in shown["options"]
    )
    whole = get_template(facet_html.FACET).render({"facet": shown, "options": "INNER"})
    assert facet_html.panel([shown, shown]) == whole.replace("INNER", inner) * 2


def test_the_row_of_the_header_names_who_is_signed_in_and_nobody_else() -> None:
    counts = {"compare": 0, "favorites": 2, "cart": 1}
    ana, eva = frame_html.actions("Ana <b>", counts), frame_html.actions("Eva", counts)
    assert "Minha conta, Ana &lt;b&gt;" in ana
    assert ("Ana" in eva, "Minha conta, Eva" in eva) == (False, True)
    assert "Entrar" in frame_html.actions(None, counts)
    assert 'aria-label="Favoritos, 2 produtos"' in eva
    assert 'aria-label="Carrinho, 1 item"' in eva


def test_a_template_written_anew_is_seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    before = card_html.html(card(), Place("1rem"))
    monkeypatch.setattr(card_html, "TEMPLATE", "components/logo.html")
    assert card_html.html(card(), Place("1rem")) == before
    moulds.forget()
    assert card_html.html(card(), Place("1rem")) != before
    moulds.forget()
