"""Components printed from moulds of their own shape say what the templates say themselves."""

from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import get_template
from django.utils.functional import lazystr
from django.utils.safestring import SafeString

from catalog import moulds, paging

EVIL = "A <b>&\"'%s %(x)s {{ y }} 100%"
PAGES = [(1, 5), (1, 24), (1, 25), (2, 49), (5, 24 * 9), (9, 24 * 9), (400, 24 * 417)]
LINK = {"name": EVIL, "url": "/a/?b=c&d=e"}


def both(template: str, values: dict[str, Any]) -> tuple[str, str]:
    return moulds.pressed(template, values), get_template(template).render(values)


@pytest.mark.parametrize(("number", "total"), PAGES)
def test_pages_of_a_list(number: int, total: int) -> None:
    page = paging.links(number=number, size=24, total=total, address=lambda n: f"/catalogo/?cor=2700&pagina={n}")
    pressed, printed = both("components/pagination.html", {"page": page})
    assert pressed == printed


@pytest.mark.parametrize("steps", [[LINK], [LINK, LINK | {"url": ""}], []])
def test_the_way_here(steps: list[dict[str, str]]) -> None:
    pressed, printed = both("components/breadcrumb.html", {"breadcrumbs": steps})
    assert pressed == printed


@pytest.mark.parametrize("chips", [[], [{"label": EVIL, "url": "/x/"}] * 3])
@pytest.mark.parametrize("count", [0, 1, 2, 24])
def test_the_tools_of_a_list(chips: list[dict[str, str]], count: int) -> None:
    sort = [
        {"value": "menor-preco", "label": EVIL, "selected": bool(count)},
        {"value": "x", "label": "X", "selected": False},
    ]
    values = {
        "facets": count, "selected_count": count, "chips": chips, "clear_url": "/catalogo/" if chips else "",
        "total_text": "9 produtos", "sort": sort, "sort_param": "ordem", "base_url": "/catalogo/",
        "sort_fields": [{"name": "q", "value": EVIL}], "cards": count,
    }  # fmt: skip
    pressed, printed = both("components/toolbar.html", values)
    assert pressed == printed


@pytest.mark.parametrize("image", ["", "/a.jpg"])
def test_what_a_link_shows(image: str) -> None:
    store = {"name": "Ilumina", "url": "http://x"}
    for meta in (
        {},
        {"title": EVIL, "description": lazystr(EVIL), "image": image, "image_alt": EVIL, "type": "product"},
    ):
        pressed, printed = both("components/open_graph.html", {"meta": meta, "store": store})
        assert pressed == printed


def test_the_sheet_of_a_lamp() -> None:
    groups = [{"title": EVIL, "rows": [{"label": "Fluxo", "value": "800 lm"}, {"label": EVIL, "value": EVIL}]}]
    pressed, printed = both("components/specs.html", {"groups": groups, "documents": []})
    assert pressed == printed


def test_html_stays_html_and_text_is_escaped() -> None:
    values = {"panel": SafeString("<i>ready</i>"), "hidden_fields": [], "base_url": "/a&b/", "total_text": EVIL}
    pressed, printed = both("components/facets.html", values)
    assert pressed == printed
    assert "<i>ready</i>" in pressed
    assert "<b>" not in pressed


def test_what_has_no_place_is_refused() -> None:
    with pytest.raises(TypeError, match="no place for Decimal"):
        moulds.pressed("components/facets.html", {"base_url": Decimal(1)})
