"""Header, footer, search and the pages of what went wrong, in English."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from iluminacasa import languages, problems
from iluminacasa.languages import ENGLISH, PORTUGUESE
from tests import make
from tests.pages.reading import Page as Html


@pytest.mark.django_db
def test_the_frame_of_a_page_speaks_english(client: Client) -> None:
    make.product(slug="cupula")
    page = Html(client.get("/en/contato/").content.decode())
    assert page.one("html")["lang"] == "en"
    assert page.one("a", "skip").text == "Skip to content"
    assert page.one("input", "search__input", id="q")["placeholder"] == "Search for LED, E27, 2700 K…"
    assert page.one("form", "search")["action"] == "/en/busca/"
    assert page.one("a", "header__account")["aria-label"] == "Sign in"
    assert page.one("meta", property="og:locale")["content"] == "en_GB"
    assert [each.text for each in page.one("nav", "drawer").all("h2")] == ["Menu"]


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_english(client: Client) -> None:
    answer = client.get("/en/nada/")
    page = Html(answer.content.decode())
    assert (answer.status_code, page.one("h1").text) == (404, "The light does not reach here")
    assert page.title == "Page not found · Ilumina Casa"
    assert page.one("span", "problem__code").text == "Error 404"


@pytest.mark.once
@pytest.mark.parametrize(
    ("language", "broken", "status", "title", "home"),
    [
        (ENGLISH, KeyError(), 500, "The power went out on our side", "/en/"),
        (ENGLISH, OperationalError(), 503, "Changing the bulbs", "/en/"),
        (PORTUGUESE, KeyError(), 500, "A luz caiu do nosso lado", "/"),
        (PORTUGUESE, OperationalError(), 503, "Trocando as lâmpadas", "/"),
    ],
)
def test_what_broke_is_told_in_the_language_of_the_page(
    language: str, broken: Exception, status: int, title: str, home: str
) -> None:
    with languages.speaking(language):
        try:
            raise broken
        except (KeyError, OperationalError):
            answer = problems.server_error(RequestFactory().get("/x/"))
    page = Html(answer.content.decode())
    assert (answer.status_code, page.one("h1").text) == (status, title)
    assert (page.one("html")["lang"], page.one("a", "button")["href"]) == (languages.TAGS[language], home)
