"""The home page: what stands in the shop window today."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog import cards, content, menu, moments, said
from catalog.cards import KELVIN_STEPS
from catalog.models import Banner, HomeSection, Product, ProductCard, ProductSpec
from catalog.search import FacetData, ProductQuery
from iluminacasa import languages

Kind = HomeSection.Kind
Card = cards.View
ROW = 8  # cards of one row
ROOMS = 6
ROOM_POOL = 160  # leading products whose pictures may stand for a room
LIST_ORDERS = {Kind.BEST_SELLERS.value: "mais-vendidos", Kind.OFFERS.value: "desconto", Kind.NEW.value: "novidades"}
KELVIN_NOTES = {
    2200: gettext_noop("clima, filamento"),
    2700: gettext_noop("sala, quarto"),
    3000: gettext_noop("jantar, receber"),
    4000: gettext_noop("cozinha, escritório"),
    5000: gettext_noop("lavanderia, garagem"),
    6500: gettext_noop("oficina, serviço"),
}
HERO_TITLE = gettext_noop("Veja a luz antes de levar para casa")
HERO_TEXT = gettext_noop(
    "Cada peça em duas fotos: apagada, de dia, e acesa, de noite, na cor de luz que ela realmente tem."
)


@dataclass(frozen=True)
class Window:
    """Everything of the home page that only a new content version changes."""

    version: int
    sections: list[dict[str, Any]]
    pair: Card | None  # the leading product with a lit picture


def build(*, window: Window, at: datetime) -> dict[str, Any]:
    banner = next(iter(menu.load(version=window.version).in_force(Banner.Place.HERO, at)), None)
    return {"hero": hero(banner, window), "sections": window.sections}


_kept: dict[tuple[str, int], Window] = {}


def load(*, version: int) -> Window:
    """Read once per content version, language and process; its `version` differs while the snapshot is renewed."""
    if moments.seen() is not None:
        return read(version)
    key = (languages.current(), version)
    if (kept := _kept.get(key)) is not None:
        return kept
    made = read(version)
    if made.version == version:
        for old in [each for each in list(_kept) if each[1] != version]:
            _kept.pop(old, None)  # another thread may have been here
        _kept[key] = made
    return made


def read(version: int) -> Window:
    rows = content.home_sections()
    query = ProductQuery.from_params({}, names="url")
    facets = {facet.url_key: facet for facet in query.facets()}
    ids = {id(row): product_ids(row, query) for row in rows}
    pool = query.first(ROOM_POOL)
    by_id = cards_by_id({pk for found in ids.values() for pk in found} | set(pool))
    maker = Maker(version, facets, by_id, pool)
    sections = [maker.section(row, [by_id[pk] for pk in ids[id(row)] if pk in by_id]) for row in rows]
    pair = next((by_id[pk] for pk in pool if pk in by_id and by_id[pk]["night"]), None)
    shown = [section for section in sections if section is not None]
    return Window(version=query.snapshot.stamp.version, sections=shown, pair=pair)


def product_ids(row: HomeSection, query: ProductQuery) -> list[int]:
    """The products of a row, best first."""
    if row.kind == Kind.BEST_SELLERS:
        sold = Product.objects.visible().filter(units_sold__gt=0).order_by("-units_sold", "pk")
        return list(sold.values_list("pk", flat=True)[:ROW])
    if row.kind == Kind.CATEGORY and row.category is not None:
        return query.with_value("categoria", row.category.slug).first(ROW)
    if row.kind in LIST_ORDERS:
        return query.with_ordering(LIST_ORDERS[row.kind]).first(ROW)
    return []


def cards_by_id(ids: Iterable[int]) -> dict[int, Card]:
    stored = ProductCard.objects.filter(pk__in=list(ids)).values_list("pk", "view")
    return cards.as_seen({pk: cards.read_view(text) for pk, text in stored})


# --- Hero ----------------------------------------------------------------------------------------
def hero(banner: Banner | None, window: Window) -> dict[str, Any]:
    card = window.pair
    if banner is not None and banner.product_id:
        own = cards.views([banner.product_id])
        card = own[0] if own else card
    all_url = reverse("catalog:product_list")
    steps = {
        "title": content.say(said.of(banner, "title")) if banner else _(HERO_TITLE),
        "text": content.say(said.of(banner, "text")) if banner else _(HERO_TEXT),
        "label": (said.of(banner, "link_label") if banner else "") or _("Ver a loja"),
        "url": languages.led_to(banner.link) if banner and banner.link.startswith("/") else all_url,
        "second_label": card["title"] if card else "",
        "second_url": card["url"] if card else "",
    }
    return steps | {"day": card["day"] if card else None, "night": card["night"] if card else None}


# --- Rows ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Maker:
    version: int
    facets: dict[str, FacetData]
    by_id: dict[int, Card]
    pool: Sequence[int]

    def section(self, row: HomeSection, found: list[Card]) -> dict[str, Any] | None:
        """A row as the template prints it; None when it would be empty."""
        if row.kind == Kind.OFFERS:
            found = [card for card in found if card["has_discount"]]
        parts: dict[Kind, Callable[[], dict[str, Any]]] = {
            Kind.ROOMS: lambda: {"tiles": self.rooms()},
            Kind.KELVIN: lambda: {"steps": self.kelvin_steps()},
            Kind.GUIDES: lambda: {"guides": self.guides()},
            Kind.PROMISES: lambda: {"promises": promises()},
        }
        filled: dict[str, Any] = parts[Kind(row.kind)]() if row.kind in parts else {"cards": found}
        if not any(filled.values()):
            return None
        url, label = self.link(row)
        ends_on = offers_end(found) if row.kind == Kind.OFFERS else None
        head = {
            "kind": row.kind,
            "title": said.of(row, "title"),
            "text": said.of(row, "text"),
            "url": url,
            "url_label": label,
        }
        return head | filled | {"ends_on": ends_on}

    def link(self, row: HomeSection) -> tuple[str, str]:
        """Where the whole of the row is."""
        shop = reverse("catalog:product_list")
        if row.kind in LIST_ORDERS:
            return f"{shop}?{urlencode({'ordem': LIST_ORDERS[row.kind]})}", _("Ver todos")
        if row.kind == Kind.CATEGORY and row.category is not None:
            return row.category.get_absolute_url(), _("Ver todos")
        if row.kind == Kind.ROOMS:
            return reverse("catalog:categories"), _("Ver categorias")
        return (shop, _("Ver todos")) if row.kind == Kind.KELVIN else ("", "")

    def rooms(self) -> list[dict[str, Any]]:
        """The rooms with most products, each with a picture of its own."""
        facet = self.facets.get("ambiente")
        options = sorted(facet.options, key=lambda each: -each.count)[:ROOMS] if facet is not None else []
        pictures = self.room_pictures([option.value for option in options])
        return [
            {
                "name": option.label,
                "url": f"{reverse('catalog:product_list')}?{urlencode({'ambiente': option.value})}",
                "picture": pictures.get(option.value),
                "count_text": menu.count_text(option.count),
            }
            for option in options
            if option.count
        ]

    def room_pictures(self, rooms: Sequence[str]) -> dict[str, Any]:
        """{room: picture}, no product twice; the lit one says more about a room."""
        found = ProductSpec.objects.filter(
            definition__url_key="ambiente", choice__slug__in=rooms, product__in=self.pool
        ).values_list("choice__slug", "product_id")
        by_room: dict[str, set[int]] = {}
        for slug, pk in found:
            by_room.setdefault(slug, set()).add(pk)
        taken: set[int] = set()
        kinds: set[str] = set()  # categories already on view: six pendants would say less than six lamps
        chosen = {}
        for room in rooms:
            able = [pk for pk in self.pool if pk in by_room.get(room, ()) and pk not in taken and pk in self.by_id]
            best = min(able, key=lambda pk: (not self.by_id[pk]["night"], self.kind(pk) in kinds), default=None)
            if best is not None:
                taken.add(best)
                kinds.add(self.kind(best))
                chosen[room] = self.by_id[best]["night"] or self.by_id[best]["day"]
        return chosen

    def kind(self, pk: int) -> str:
        return str(self.by_id[pk]["category_name"])

    def kelvin_steps(self) -> list[dict[str, Any]]:
        """The steps of the scale that lead somewhere."""
        facet = self.facets.get("cor")
        sold = {option.value for option in facet.options if option.count} if facet is not None else set()
        return [
            {
                "value": value,
                "text": f"{value} K",
                "name": _(name),
                "note": _(KELVIN_NOTES[value]),
                "step": value,
                "url": f"{reverse('catalog:product_list')}?cor={value}",
            }
            for value, name in KELVIN_STEPS
            if str(value) in sold
        ]

    def guides(self) -> list[dict[str, str]]:
        pages = [page for page in menu.load(version=self.version).pages if page.slug.startswith(content.GUIDE)]
        return [
            {"title": said.of(page, "title"), "text": said.of(page, "description"), "url": page.get_absolute_url()}
            for page in pages
        ]


def offers_end(found: Sequence[Card]) -> date | None:
    """The day the first of the shown offers ends."""
    slugs = [card["slug"] for card in found]
    ends = Product.objects.filter(slug__in=slugs, sale_ends_at__isnull=False)
    first = ends.order_by("sale_ends_at").values_list("sale_ends_at", flat=True).first()
    return timezone.localdate(first) if first else None


def promises() -> list[dict[str, str]]:
    pix, parts = settings.PIX_DISCOUNT_PERCENT, settings.MAX_INSTALLMENTS
    lines = [
        ("bulb", _("Veja acesa"), _("Luminárias em duas fotos: apagada e acesa.")),
        ("pix", _("{percent}% no Pix").format(percent=pix), _("O desconto já aparece no preço.")),
        ("star", _("Até {count}x sem juros").format(count=parts), _("No cartão, com parcelas à vista.")),
        ("return", _("7 dias"), _("Para se arrepender, contados da entrega.")),
    ]
    return [{"icon": icon, "title": title, "text": text, "url": ""} for icon, title, text in lines]
