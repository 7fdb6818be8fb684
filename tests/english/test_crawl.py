"""Nobody who came for English is told anything in Portuguese."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.core import mail
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from iluminacasa.languages import ENGLISH, PORTUGUESE
from tests import migrated_rows
from tests.english import journeys, said, shop
from tests.english.portuguese import Judge, english_in
from tests.english.visits import Shown, Visitor
from tests.pages.reading import Page
from tests.trust import matrix

pytestmark = pytest.mark.once
NO_PAGES = ("admin/", "api/", "^api/", "media/", "sitemap", "metrics", "healthz", "readyz")
NOT_TOLD = {".well-known/security.txt", "favicon.ico", "robots.txt", "estilo/"}  # files; what staff try colours with


@dataclass
class Told:
    """One walk through the whole shop in one language."""

    visitor: Visitor
    portuguese: Visitor  # was shown each type of page
    judge: Judge
    letters: list[journeys.Paper] = field(default_factory=list)

    @property
    def shown(self) -> list[Shown]:
        return self.visitor.shown


@pytest.fixture(scope="module")
def english(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    with django_db_blocker.unblock(), override_settings(**shop.SETTINGS), transaction.atomic():
        migrated_rows.put_back()
        world = shop.build(ENGLISH)
        mail.outbox = []
        visitor = journeys.everything(world, ENGLISH)
        portuguese = Visitor(PORTUGUESE)
        journeys.look(portuguese, journeys.types("anyone"))
        yield Told(visitor, portuguese, Judge(world.names()), journeys.letters(ENGLISH))
        transaction.set_rollback(True)


def faults(told: Told) -> Iterator[str]:
    known: set[str] = set()
    for shown in told.shown:
        for word in said.words_of(shown.page, "en"):
            if word.text not in known and (why := told.judge.fault(word.text)):
                known.add(word.text)
                yield f"{shown.address} {word.where}: {word.text!r} ({why})"


def test_every_route_was_shown(english: Told) -> None:
    wanted = {route for route in matrix.routes() if not route.startswith(NO_PAGES) and not route.endswith(matrix.LINK)}
    assert wanted - NOT_TOLD - english.visitor.routes == set()
    assert len(english.shown) >= 300


def test_nothing_is_said_in_portuguese(english: Told) -> None:
    found = list(faults(english))
    assert not found, "\n".join(found)


def test_every_address_on_an_english_page_stays_in_english(english: Told) -> None:
    strayed = {
        f"{shown.address} {found.where}: {found.text}"
        for shown in english.shown
        for found in said.addresses_of(shown.page)
        if not found.text.startswith("/en/")
    }
    assert not strayed, "\n".join(sorted(strayed))
    assert english.visitor.strayed == []


def test_no_letter_speaks_portuguese(english: Told) -> None:
    assert len(english.letters) >= 45
    found = [
        f"{letter.subject}: {line!r} ({why})"
        for letter in english.letters
        for line in letter.lines()
        if (why := english.judge.fault(line))
    ]
    assert not found, "\n".join(found)


def test_no_portuguese_page_speaks_english_or_leads_there(english: Told) -> None:
    assert len(english.portuguese.shown) >= 40
    assert any(english_in(word.text) for word in said.words_of(english.shown[0].page, "en"))  # it would be heard
    for shown in english.portuguese.shown:
        assert [word.text for word in said.words_of(shown.page, "pt-BR") if english_in(word.text)] == [], shown.address
        assert [each for each in said.addresses_of(shown.page) if each.text.startswith("/en/")] == [], shown.address


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("<p>Frete grátis</p>", "letter á"),
        ("<p>Seu pendente</p>", "word seu"),
        ('<img alt="Sem estoque">', "word sem"),
        ('<script type="application/ld+json">{"description": "Para a sala"}</script>', "word para"),
        ('<p lang="pt-BR">Frete grátis</p>', ""),
        ("<p>Free shipping by Pix</p>", ""),
    ],
)
def test_planted_portuguese_is_found(planted: str, found: str) -> None:
    page = Page(f'<html lang="en"><body>{planted}</body></html>')
    assert next(filter(None, (Judge().fault(word.text) for word in said.words_of(page, "en"))), "") == found


@pytest.mark.parametrize(
    "planted", ['<a href="/catalogo/">', '<form action="/busca/">', '<a href="http://testserver/">']
)
def test_a_planted_address_without_the_prefix_is_found(planted: str) -> None:
    found = [each.text for each in said.addresses_of(Page(planted))]
    assert len(found) == 1
    assert not found[0].startswith("/en/")
