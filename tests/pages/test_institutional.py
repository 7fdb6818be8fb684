"""The owner's pages and the contact form."""

import pytest
from django.core import mail
from django.test import Client

from catalog import publication
from catalog.models import Page
from iluminacasa import limits
from tests.pages.reading import read

pytestmark = pytest.mark.django_db
MESSAGE = {
    "nome": "Ana Prado",
    "email": "ana@example.com",
    "assunto": "Prazo",
    "mensagem": "Vocês entregam em Olinda?",
}


@pytest.fixture(autouse=True)
def _pages() -> None:
    Page.objects.all().delete()
    Page.objects.create(
        slug="sobre", title="Sobre nós", description="Quem somos.", body="## A loja\n\nCNPJ {cnpj}", position=1
    )
    Page.objects.create(slug="trocas", title="Trocas", body="Sete dias.", position=2)
    Page.objects.create(slug="rascunho", title="Rascunho", body="x", is_published=False)
    publication.touch()


def test_a_page_prints_its_words(client: Client) -> None:
    page = read(client.get("/sobre/"))
    assert page.heading == "Sobre nós"
    assert page.title == "Sobre nós · Ilumina Casa"
    assert page.meta("description") == "Quem somos."
    prose = page.one("div", "prose")
    assert prose.one("h2").text == "A loja"
    assert "12.ABC.345/01DE-35" in prose.text
    assert page.canonical == "http://testserver/sobre/"


def test_pages_link_to_each_other_and_stand_in_the_footer(client: Client) -> None:
    page = read(client.get("/sobre/"))
    siblings = page.one("ul", "siblings")
    assert [(a.text, a["href"], a.has("aria-current")) for a in siblings.all("a")] == [
        ("Sobre nós", "/sobre/", True),
        ("Trocas", "/trocas/", False),
        ("Contato", "/contato/", False),
    ]
    footer = page.one("footer")
    assert "/trocas/" in [a["href"] for a in footer.one("nav", aria_label="Ajuda").all("a")]
    assert "/sobre/" in [a["href"] for a in footer.one("nav", aria_label="A loja").all("a")]


@pytest.mark.parametrize("slug", ["rascunho", "nunca-houve"])
def test_what_is_not_published_is_404(client: Client, slug: str) -> None:
    assert client.get(f"/{slug}/").status_code == 404
    assert f"/{slug}/" not in read(client.get("/sobre/")).links


# --- Contact -------------------------------------------------------------------------------------
def test_a_message_reaches_the_shop(client: Client) -> None:
    response = client.post("/contato/", MESSAGE)
    assert (response.status_code, response.headers["Location"]) == (303, "/contato/?enviada=1")
    (sent,) = mail.outbox
    assert sent.to == ["atendimento@iluminacasa.example"]
    assert sent.reply_to == ["ana@example.com"]
    assert sent.subject == "[Contato] Prazo"
    assert sent.body == "De: Ana Prado <ana@example.com>\n\nVocês entregam em Olinda?\n"
    page = read(client.get("/contato/?enviada=1"))
    assert "Recebemos sua mensagem" in page.one("p", "notice").text
    assert page.all("form", "form") == []


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("nome", "", "Informe seu nome."),
        ("email", "ana@", "Informe um e-mail completo, como nome@exemplo.com.br."),
        ("email", "", "Informe seu e-mail."),
        ("assunto", " ", "Informe o assunto."),
        ("mensagem", "oi", "Conte um pouco mais: escreva ao menos 10 letras."),
    ],
)
def test_a_refused_message_keeps_what_was_typed(client: Client, field: str, value: str, error: str) -> None:
    typed = MESSAGE | {field: value}
    page = read(client.post("/contato/", typed), status=422)
    assert page.title.startswith("Erro: ")
    assert error in page.one("div", role="alert").text
    wrong = page.one("textarea" if field == "mensagem" else "input", name=field)
    assert wrong["aria-invalid"] == "true"
    kept = {each["name"]: each.get("value") for each in page.one("form", "form").all("input")}
    assert {name: text for name, text in typed.items() if name not in ("mensagem", field)}.items() <= kept.items()
    assert page.one("textarea", name="mensagem").text == typed["mensagem"]
    assert mail.outbox == []


@pytest.mark.parametrize("field", ["nome", "email", "assunto", "mensagem"])
@pytest.mark.parametrize(
    "value", ["\x00" * 20, "a" * 20_000, "Assunto\r\nBcc: outro@example.com", "\ud800", "{{ 7*7 }}"]
)
def test_no_message_breaks_out(client: Client, field: str, value: str) -> None:
    response = client.post("/contato/", MESSAGE | {field: value.encode("utf-8", "surrogatepass").decode("latin-1")})
    assert response.status_code in (303, 422)
    for message in mail.outbox:
        assert message.recipients() == ["atendimento@iluminacasa.example"]
        assert "\n" not in message.subject + message.reply_to[0]


def test_messages_are_counted_per_visitor(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RULES, "contact", limits.Rule("contact", "1/m"))
    assert client.post("/contato/", MESSAGE).status_code == 303
    refused = client.post("/contato/", MESSAGE)
    assert refused.status_code == 429
    assert len(mail.outbox) == 1


def test_the_owner_may_write_the_words_around_the_form(client: Client) -> None:
    Page.objects.create(slug="contato", title="Fale com a gente", body="Respondemos em um dia.")
    publication.touch()
    page = read(client.get("/contato/"))
    assert page.heading == "Fale com a gente"
    assert "Respondemos em um dia." in page.text
    assert len(page.all("form", "form")) == 1
