"""What is offered while typing, and what is noted when nothing is found."""

from datetime import timedelta

import pytest

from catalog.models import SearchMiss
from catalog.search import misses, record_miss, suggest
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps(db: None) -> dict[str, int]:
    pendants = make.category("Pendentes", parent=make.category("Iluminação"))
    make.category("Pendências", is_active=False)
    make.category("Pendurados")  # nothing on it
    names = ("Pendente azul", "Pendente preto", "Pendente prata", "Luminária de mesa")
    return {name: make.product(name, category=pendants, sku=f"IC-{n:04d}").pk for n, name in enumerate(names)}


def test_words_shelves_and_products(lamps: dict[str, int]) -> None:
    found = suggest("pen")
    assert found.terms == ["pendente"]
    assert [category.name for category in found.categories] == ["Pendentes"]
    assert found.product_ids[:3] == [lamps[name] for name in ("Pendente azul", "Pendente preto", "Pendente prata")]


def test_the_last_word_is_finished_where_it_leads_somewhere(lamps: dict[str, int]) -> None:
    found = suggest("Pendente pr")
    assert found.terms == ["pendente prata", "pendente preto"]
    assert set(found.product_ids) == {lamps["Pendente preto"], lamps["Pendente prata"]}


def test_a_word_is_offered_with_its_accents(lamps: dict[str, int]) -> None:
    assert suggest("lumin").terms == ["luminária"]


def test_a_mistyped_word_is_read_as_meant(lamps: dict[str, int]) -> None:
    assert suggest("pendete azul").product_ids == [lamps["Pendente azul"]]


def test_a_sku_leads_to_its_product(lamps: dict[str, int]) -> None:
    assert suggest("ic-0003").product_ids[0] == lamps["Luminária de mesa"]


@pytest.mark.parametrize("text", ["", " ", "p", "\x00", "ã", "xyzzy", "-" * 300, "\ud800"])
def test_too_little_or_nonsense_brings_nothing(lamps: dict[str, int], text: str) -> None:
    assert not suggest(text)


def test_never_more_than_eight(lamps: dict[str, int]) -> None:
    for number in range(20):
        make.product(f"Pendente p{'abcdefghijklmnopqrst'[number]}lado {number}")
    found = suggest("p")
    assert not found
    found = suggest("pe")
    assert len(found.terms) + len(found.categories) + len(found.product_ids) <= 8


def test_a_miss_is_counted_once_per_spelling_of_the_same(now) -> None:
    record_miss("Luminária  QUÂNTICA!", at=now)
    record_miss("luminaria quantica", at=now + timedelta(days=1))
    row = SearchMiss.objects.get()
    assert (row.query, row.count, row.first_at, row.last_at) == ("luminaria quantica", 2, now, now + timedelta(days=1))


@pytest.mark.parametrize("text", ["", "\x00", "???", "日本"])
def test_nothing_to_read_is_no_miss(now, text: str) -> None:
    record_miss(text, at=now)
    assert not SearchMiss.objects.exists()


def test_a_long_text_is_cut(now) -> None:
    record_miss("abc " * 10_000, at=now)
    assert len(SearchMiss.objects.get().query) <= misses.LONGEST


def test_nonsense_never_fills_the_table(now, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misses, "MOST_ROWS", 20)
    monkeypatch.setattr(misses, "ROOM", 5)
    for _ in range(3):
        record_miss("tapete persa", at=now)
    for number in range(200):
        record_miss(f"lixo{number}", at=now + timedelta(seconds=number))
    assert SearchMiss.objects.count() <= 20
    assert SearchMiss.objects.get(query="tapete persa").count == 3
