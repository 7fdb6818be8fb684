"""Words the owner edits: institutional pages in Markdown, sections of the home page.

Markdown becomes HTML twice guarded: raw HTML in it is printed as text, and what the renderer makes passes an
allow-list. Texts may say `{cnpj}`, `{telefone}` and the other names of `store_words`, so that the shop's data
stand in one place, and name addresses as they are in Portuguese: an English page leads to English pages.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import nh3
from django.conf import settings
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext, gettext_lazy
from markdown_it import MarkdownIt
from markdown_it.token import Token

from catalog import publication, said
from catalog.models import HomeSection, Page
from iluminacasa import languages
from iluminacasa.errors import Missing
from iluminacasa.languages import Foreign
from iluminacasa.money import brl

TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "hr", "br",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "h2": {"id"}, "h3": {"id"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto", "tel"}
GUIDE = "guia-"  # pages whose slug begins so are guides
LEGAL = frozenset({"termos", "privacidade"})  # what binds is the Portuguese text
WORD = re.compile(r"\{([a-z_]+)\}")
MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")
EXCERPT = 28  # words
SHORTEST_TERM = 3  # letters of a word worth looking for


class PageMissing(Missing):
    default_message = gettext_lazy("Esta página não existe ou ainda não foi publicada.")


@dataclass(frozen=True)
class Section:
    """One `##` heading of a page and the plain text below it."""

    anchor: str  # "" for what stands before the first heading
    title: str
    text: str


@dataclass(frozen=True)
class Rendered:
    html: SafeString
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Hit:
    """One answer of the help search."""

    title: str
    url: str
    excerpt: str


# --- Markdown ------------------------------------------------------------------------------------
def store_words() -> dict[str, str]:
    """What `{name}` in a text stands for."""
    return {
        "loja": settings.STORE_NAME,
        "razao_social": settings.STORE_LEGAL_NAME,
        "cnpj": settings.STORE_CNPJ,
        "endereco": settings.STORE_ADDRESS,
        "email": settings.STORE_EMAIL,
        "telefone": settings.STORE_PHONE,
        "horario": languages.spoken(settings.STORE_HOURS, settings.STORE_HOURS_EN),
        "desconto_pix": f"{settings.PIX_DISCOUNT_PERCENT}%",
        "parcelas": str(settings.MAX_INSTALLMENTS),
        "parcela_minima": brl(Decimal(settings.MIN_INSTALLMENT)).replace("\u00a0", " "),
    }


def words_in(text: str) -> dict[str, str]:
    """The same in the language of a text."""
    with languages.speaking(languages.PORTUGUESE if isinstance(text, Foreign) else languages.current()):
        return store_words()


def say(text: str) -> str:
    """A line of plain text with the shop's data in; unknown names stay as they are."""
    if "{" not in text:
        return text
    words = words_in(text)
    filled = WORD.sub(lambda match: words.get(match[1], match[0]), text)
    return Foreign(filled) if isinstance(text, Foreign) else filled


def fill(text: str) -> str:
    """The same for Markdown, where no sign of the data may mean anything."""
    words = {name: MARKDOWN_SIGNS.sub(r"\\\1", value) for name, value in words_in(text).items()}
    return WORD.sub(lambda match: words.get(match[1], match[0]), text)


def render(text: str) -> Rendered:
    """Markdown as HTML that is safe to print; kept, since pages change rarely."""
    return _render(fill(text))


@languages.kept(maxsize=64)
def _render(text: str) -> Rendered:
    engine = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = engine.parse(text)
    anchors = mark_headings(tokens)
    lead_links(tokens)
    html = engine.renderer.render(tokens, engine.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    # Reviewed: nh3 let through only the tags and attributes above, none of them able to run or load anything.
    return Rendered(html=mark_safe(clean), sections=sections(clean, anchors))


def mark_headings(tokens: Sequence[Token]) -> dict[str, str]:
    """Give every heading an id of its own, and keep `h1` for the page's title; returns {id: title} of `h2`."""
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    for index, token in enumerate(tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        token.tag = f"h{min(4, max(2, int(token.tag[1])))}"
        if token.type == "heading_open" and token.tag in ("h2", "h3"):
            title = tokens[index + 1].content
            anchor = base = slugify(title)[:60] or "parte"
            number = 2
            while anchor in taken:
                anchor, number = f"{base}-{number}", number + 1
            taken.add(anchor)
            token.attrSet("id", anchor)
            if token.tag == "h2":
                anchors[anchor] = title
    return anchors


def lead_links(tokens: Sequence[Token]) -> None:
    """Links between pages lead to them in the language spoken."""
    for link in [child for token in tokens for child in token.children or () if child.type == "link_open"]:
        link.attrSet("href", languages.led_to(str(link.attrGet("href"))))


def sections(html: str, anchors: dict[str, str]) -> tuple[Section, ...]:
    parts = re.split(r'<h2 id="([^"]+)">.*?</h2>', html, flags=re.DOTALL)
    texts = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    return tuple(Section(anchor=anchor, title=anchors.get(anchor, ""), text=plain_text(body)) for anchor, body in texts)


def plain_text(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())


# --- Pages ---------------------------------------------------------------------------------------
def page(slug: str) -> Page:
    """The published page at `/<slug>/`, or `PageMissing`."""
    found = Page.objects.filter(slug=slug, is_published=True).first()
    if found is None:
        raise PageMissing
    return found


def foreign_note(page: Page) -> str:
    """What an English page says above a text that is only in Portuguese."""
    if not isinstance(said.of(page, "body"), Foreign):
        return ""
    if page.slug in LEGAL:
        return gettext("O texto abaixo, em português, é o que vale.")
    return gettext("Este texto só existe em português.")


@transaction.atomic
def save_page(*, page: Page, at: datetime) -> None:
    """Keep a page; its date moves only when its words do."""
    before = Page.objects.filter(pk=page.pk).values_list("title", "body", "title_en", "body_en").first()
    if before != (page.title, page.body, page.title_en, page.body_en):
        page.updated_at = at
    page.save()
    publication.touch()


def fold(text: str) -> str:
    return slugify(text).replace("-", " ")


def find(query: str, *, limit: int = 8) -> list[Hit]:
    """Sections of the published pages that hold every word of `query`, those with it in the title first."""
    terms = [term for term in fold(query[:200]).split() if len(term) >= SHORTEST_TERM]
    if not terms:
        return []
    ranked: list[tuple[int, int, Page, Section]] = []
    for row in Page.objects.filter(is_published=True).order_by("position", "title"):
        for section in render(said.of(row, "body")).sections:
            title, text = fold(f"{said.of(row, 'title')} {section.title}"), fold(section.text)
            if all(term in title or term in text for term in terms):
                ranked.append((-sum(term in title for term in terms), len(ranked), row, section))
    return [hit(row, section) for _, _, row, section in sorted(ranked, key=lambda entry: entry[:2])[:limit]]


def hit(row: Page, section: Section) -> Hit:
    """Of a page whose text is only in Portuguese, just the page is named: its headings are Portuguese too."""
    excerpt = Truncator(section.text).words(EXCERPT)
    title, is_foreign = said.of(row, "title"), isinstance(said.of(row, "body"), Foreign)
    return Hit(
        title=f"{title}: {section.title}" if section.title and not is_foreign else title,
        url=row.get_absolute_url() + (f"#{section.anchor}" if section.anchor else ""),
        excerpt=Foreign(excerpt) if is_foreign else excerpt,
    )


# --- Home ------------------------------------------------------------------------------------------
def home_sections() -> list[HomeSection]:
    """Rows of the home page, in order."""
    rows = HomeSection.objects.filter(is_active=True).select_related("category")
    return list(rows.order_by("position", "pk"))
