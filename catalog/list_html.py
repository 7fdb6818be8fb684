"""A list of products as HTML: its parts first, then the page around them, each from its template's mould."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from catalog import card_html, facet_html, moulds, structured_data

SIZES = "(min-width: 82rem) 20rem, (min-width: 62rem) 24vw, (min-width: 48rem) 30vw, 46vw"  # of `.grid` in the results
EAGER = 4  # cards of the first row
TOOLBAR = ("selected_count", "chips", "clear_url", "total_text", "sort", "sort_param", "base_url", "sort_fields")
OF_PAGE = (
    "partial_title", "heading", "intro", "corrected_from", "query", "meta", "breadcrumbs", "structured_data",
    "shelves", "filters", "toolbar", "grid", "pagination",
)  # fmt: skip
Values = Mapping[str, Any]


def parts(context: Values) -> dict[str, Any]:
    """What `catalog/product_list.html` puts together, made from the facts of the list (`listing.context`)."""
    facets, cards = context["facets"], context["cards"]
    return {
        "shelves": component("promoted", children=context["children"], promoted=context["promoted"]),
        "filters": filters(context) if facets else "",
        "toolbar": component(
            "toolbar", facets=len(facets), cards=len(cards), **{name: context[name] for name in TOOLBAR}
        ),
        "grid": grid(cards),
        "pagination": component("pagination", page=context["page"]) if cards else "",
        # Reviewed: JSON with <, > and & escaped.
        "structured_data": mark_safe(structured_data.printed(context["structured_data"])),
    }


def component(name: str, **values: Any) -> SafeString:
    # Reviewed: the template's own HTML, every value in it escaped by `moulds.outline`.
    return mark_safe(moulds.pressed(f"components/{name}.html", values))


def filters(context: Values) -> SafeString:
    # Reviewed: the templates' own HTML, every value in it escaped by `facet_html`.
    panel = mark_safe(facet_html.panel(context["facets"]))
    fields, base_url, total = context["facet_fields"], context["base_url"], context["total_text"]
    return component("facets", panel=panel, hidden_fields=fields, base_url=base_url, total_text=total)


def grid(cards: Sequence[card_html.Card], marks: Mapping[str, Any] = moulds.NOTHING) -> SafeString:
    """`marks`: what this visitor chose; without, for a page in which they are set afterwards."""
    # Reviewed: the template's own HTML, every value in it escaped by `card_html.values`.
    return mark_safe(card_html.items(cards, marks, SIZES, eager=EAGER))


def page(template: str, context: Values, frame: dict[str, Any], theme: str) -> str:
    """The whole page with gaps for a visitor's own parts; `frame` is what stands around every page."""
    # Reviewed: HTML of our own templates, what is filled in is escaped by `frame_html`.
    around = {name: mark_safe(frame[name]) for name in ("ready_header", "ready_footer")}
    values = {name: context[name] for name in OF_PAGE} | frame | around
    return moulds.pressed(template, values, fixed={"theme": theme, "has_gaps": True})
