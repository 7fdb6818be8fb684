"""The owner's words: what Markdown may become, what is found in it, what is shown."""

from datetime import timedelta

import pytest
from django.conf import settings

from catalog import content, publication
from catalog.models import HomeSection, Page

DEFAULTS = [
    "sobre", "contato", "perguntas-frequentes", "entrega", "trocas", "privacidade", "termos", "guia-da-luz",
    "guia-de-soquetes", "guia-do-pendente",
]  # fmt: skip


def html(text: str) -> str:
    return str(content.render(text).html)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://elsewhere.example/pixel.gif)",
        '<a href="https://x.example" onclick="alert(1)">x</a>',
        "<style>*{display:none}</style>",
        '<iframe src="https://x.example"></iframe>',
        "| a |\n| :-: |\n| b |",
    ],
)
def test_nothing_that_runs_loads_or_styles_survives(text: str) -> None:
    made = html(text)
    for danger in ("<script", "<img", "<style", "<iframe", "style=", 'href="javascript', 'href="JaVa', 'href="data'):
        assert danger not in made
    assert "<a " not in made or "onclick" not in made.split("<a ")[1].split(">")[0]


def test_markdown_becomes_the_tags_a_page_may_have() -> None:
    made = html(
        "# Título\n\n## Parte um\n\n**forte** e [link](/trocas/)\n\n- a\n- b\n\n| x | y |\n| --- | --- |\n| 1 | 2 |"
    )
    assert '<h2 id="titulo">Título</h2>' in made
    assert '<h2 id="parte-um">Parte um</h2>' in made
    assert "<strong>forte</strong>" in made
    assert '<a href="/trocas/">link</a>' in made
    assert "<li>a</li>" in made
    assert "<td>1</td>" in made


def test_two_headings_of_one_name_have_two_anchors() -> None:
    made = html("## Prazo\n\na\n\n## Prazo\n\nb")
    assert '<h2 id="prazo">' in made
    assert '<h2 id="prazo-2">' in made


def test_the_shops_data_are_put_in_as_text_and_unknown_names_stay(settings) -> None:
    settings.STORE_LEGAL_NAME = "Luz *e* <b>Cia</b> [x](javascript:y)"
    made = html("{razao_social} {cnpj} {nada}")
    assert "Luz *e* &lt;b&gt;Cia&lt;/b&gt; [x](javascript:y)" in made
    assert settings.STORE_CNPJ in made
    assert "{nada}" in made
    assert "<a" not in made


def test_a_line_says_the_shops_data_as_they_are() -> None:
    assert content.say("{desconto_pix} no Pix") == f"{settings.PIX_DISCOUNT_PERCENT}% no Pix"


@pytest.mark.django_db
def test_the_shop_opens_with_its_institutional_pages_and_guides() -> None:
    assert list(Page.objects.order_by("position").values_list("slug", flat=True)) == DEFAULTS
    for page in Page.objects.all():
        made = html(page.body)
        assert "{" not in made, page.slug
        assert 40 <= len(page.description) <= 160
    assert settings.STORE_CNPJ in html(content.page("termos").body)
    assert "7 dias corridos" in html(content.page("trocas").body)
    assert "13.709/2018" in html(content.page("privacidade").body)


@pytest.mark.django_db
def test_every_link_inside_the_default_texts_leads_to_a_page() -> None:
    import re

    from django.urls import resolve

    slugs = set(DEFAULTS)
    for page in Page.objects.all():
        for address in re.findall(r'href="(/[^"#]*)', html(page.body)):
            match = resolve(address)
            assert match.view_name != "catalog:page" or match.kwargs["slug"] in slugs


@pytest.mark.django_db
def test_an_unpublished_page_is_missing() -> None:
    Page.objects.filter(slug="sobre").update(is_published=False)
    with pytest.raises(content.PageMissing):
        content.page("sobre")


@pytest.mark.django_db
def test_the_date_of_a_page_moves_with_its_words_only(now) -> None:
    page = content.page("sobre")
    content.save_page(page=page, at=now)
    first = Page.objects.get(pk=page.pk).updated_at
    page.position = 99
    content.save_page(page=page, at=now + timedelta(days=1))
    assert Page.objects.get(pk=page.pk).updated_at == first
    page.body += " Mais."
    version = publication.version()
    content.save_page(page=page, at=now + timedelta(days=2))
    assert Page.objects.get(pk=page.pk).updated_at == now + timedelta(days=2)
    assert publication.version() == version + 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("dimmer piscar", "/perguntas-frequentes/#posso-usar-dimmer"),
        ("arrependimento", "/trocas/#arrependimento-7-dias"),
        ("ARREPENDER devolucao", ""),
        ("altura pendente mesa", "/guia-do-pendente/#altura"),
        ("encarregado dados", "/privacidade/#quem-e-responsavel"),
        ("xyzzy", ""),
        ("de", ""),
    ],
)
def test_help_is_found_by_every_word_without_accents(query: str, url: str) -> None:
    hits = content.find(query)
    assert (hits[0].url if hits else "") == url


@pytest.mark.django_db
def test_home_sections_come_in_order_and_only_active() -> None:
    kinds = [section.kind for section in content.home_sections()]
    assert kinds == ["rooms", "offers", "kelvin", "best_sellers", "new", "guides", "promises"]
    HomeSection.objects.filter(kind="offers").update(is_active=False)
    HomeSection.objects.filter(kind="new").update(position=1)
    assert [section.kind for section in content.home_sections()][:2] == ["new", "rooms"]


@pytest.mark.django_db
def test_the_questions_page_searches_all_pages(client) -> None:
    page = client.get("/perguntas-frequentes/", {"q": "altura pendente"}).content.decode()
    assert '<a href="/guia-do-pendente/#altura">Guia do pendente: Altura</a>' in page
    assert "Nada encontrado" in client.get("/perguntas-frequentes/", {"q": "xyzzy"}).content.decode()
    assert "Resultados" not in client.get("/perguntas-frequentes/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "\x00", "a" * 20_000, "%", "' OR 1=1", "ção " * 500])
def test_nothing_asked_of_the_help_breaks_it(client, query: str) -> None:
    response = client.get("/perguntas-frequentes/", {"q": query})
    assert response.status_code in (200, 400, 413)
    assert b"<script>alert" not in response.content
