"""The ways through the shop that every page shows: categories, institutional pages, the band on top."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import content, said, taxonomy
from catalog.models import Banner, Category, Page, Product
from catalog.taxonomy import Tree
from iluminacasa import languages
from iluminacasa.money import grouped

MAX_LINKS = 8  # of the navigation, without "Ofertas"
WIDE_ROOT = 4  # a first root with so many children opens into them
OTHER_ROOTS = 2
HELP_PAGES = ("perguntas-frequentes", "entrega", "trocas")
MAX_ANNOUNCEMENTS = 3


@dataclass(frozen=True)
class Menu:
    pages: list[Page]  # published, in order, without their bodies
    banners: list[Banner]  # active, in order, in force or not
    own_counts: dict[int, int]  # category id -> visible products in it, without those of its descendants
    has_offers: bool

    def count(self, tree: Tree, category_id: int) -> int:
        """Visible products in the category and below it."""
        return sum(self.own_counts.get(each, 0) for each in tree.descendants(category_id))

    def filled(self, tree: Tree, parent_id: int | None) -> list[Category]:
        """Active children that lead somewhere, in order."""
        return [child for child in tree.children(parent_id) if self.count(tree, child.pk)]

    def in_force(self, place: str, at: datetime) -> list[Banner]:
        return [
            banner
            for banner in self.banners
            if banner.place == place
            and (banner.starts_at is None or banner.starts_at <= at)
            and (banner.ends_at is None or at < banner.ends_at)
        ]


@lru_cache(maxsize=2)
def load(*, version: int) -> Menu:
    """Read once per content version and process."""
    shown = Product.objects.visible()
    counts = shown.order_by().values_list("category_id").annotate(Count("pk"))
    return Menu(
        pages=list(Page.objects.filter(is_published=True).defer("body", "body_en").order_by("position", "title")),
        banners=list(Banner.objects.filter(is_active=True).order_by("position", "pk")),
        own_counts=dict(counts),
        has_offers=shown.filter(current_discount__gt=0, was_charged=True).exists(),
    )


def count_text(count: int) -> str:
    return ngettext("{count} produto", "{count} produtos", count).format(count=grouped(count))


def shelves(menu: Menu, tree: Tree) -> list[Category]:
    """The categories of the navigation: a wide first root stands for itself by its fullest children."""
    roots = menu.filled(tree, None)
    if not roots:
        return []
    children = menu.filled(tree, roots[0].pk)
    if len(children) < WIDE_ROOT:
        return roots[:MAX_LINKS]
    others = roots[1 : 1 + OTHER_ROOTS]
    fullest = sorted(children, key=lambda child: -menu.count(tree, child.pk))[: MAX_LINKS - len(others)]
    return [*(child for child in children if child in fullest), *others]


def offers_url() -> str:
    return f"{reverse('catalog:product_list')}?ordem=desconto"


def navigation(menu: Menu, tree: Tree, *, current: Collection[str]) -> list[dict[str, Any]]:
    """`current` holds the addresses that count as "you are here"."""
    links = [{"name": said.of(c, "name"), "url": c.get_absolute_url(), "accent": False} for c in shelves(menu, tree)]
    if menu.has_offers:
        links.append({"name": _("Ofertas"), "url": offers_url(), "accent": True})
    return [link | {"current": link["url"] in current} for link in links]


def announcements(menu: Menu, *, at: datetime) -> list[dict[str, str]]:
    shown = menu.in_force(Banner.Place.TOP, at)[:MAX_ANNOUNCEMENTS]
    return [
        {"strong": content.say(said.of(banner, "title")), "text": content.say(said.of(banner, "text"))}
        for banner in shown
    ]


def footer_groups(menu: Menu, tree: Tree) -> list[dict[str, Any]]:
    buy = [{"name": _("Todos os produtos"), "url": reverse("catalog:product_list")}]
    buy += [{"name": said.of(c, "name"), "url": c.get_absolute_url()} for c in shelves(menu, tree)[:5]]
    pages = [page for page in menu.pages if page.in_footer and page.slug != "contato"]
    help_links = [{"name": _("Calculadora de luz"), "url": reverse("catalog:calculator")}]
    help_links += [page_link(page) for page in pages if page.slug in HELP_PAGES]
    house_links = [page_link(page) for page in pages if page.slug not in HELP_PAGES]
    groups = [(_("Comprar"), buy), (_("Ajuda"), help_links), (_("A loja"), house_links)]
    return [{"title": title, "links": links} for title, links in groups if links]


def page_link(page: Page) -> dict[str, str]:
    return {"name": said.of(page, "title"), "url": page.get_absolute_url()}


def siblings(menu: Menu, *, current: str) -> list[dict[str, Any]]:
    """Links between pages of one sort, guides or the rest; `current` is a slug."""
    among_guides = current.startswith(content.GUIDE)
    pages = [page for page in menu.pages if page.slug.startswith(content.GUIDE) == among_guides]
    links = [page_link(page) | {"current": page.slug == current} for page in pages]
    if not among_guides and all(page.slug != "contato" for page in pages):
        links.append({"name": _("Contato"), "url": reverse("catalog:contact"), "current": current == "contato"})
    return links


def directory(menu: Menu, tree: Tree) -> list[dict[str, Any]]:
    """Every category that leads somewhere, two levels deep."""
    return [
        category_link(menu, tree, root)
        | {"picture": None, "children": [category_link(menu, tree, c) for c in menu.filled(tree, root.pk)]}
        for root in menu.filled(tree, None)
    ]


def category_link(menu: Menu, tree: Tree, category: Category) -> dict[str, Any]:
    return {
        "name": said.of(category, "name"),
        "url": category.get_absolute_url(),
        "count_text": count_text(menu.count(tree, category.pk)),
    }


@languages.kept(maxsize=512)
def links_below(version: int, category_id: int | None) -> list[dict[str, Any]]:
    """The filled categories under one, or the shop's shelves; made once per content version and language."""
    menu, tree = load(version=version), taxonomy.load(version=version)
    below = shelves(menu, tree) if category_id is None else menu.filled(tree, category_id)
    return [category_link(menu, tree, each) for each in below]
