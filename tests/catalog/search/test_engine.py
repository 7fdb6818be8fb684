"""Both engines answer like a plain reading of the stored words: so the order, which is ours, is the same on both."""

import pytest
from django.db import connection
from django.utils import timezone

from catalog import documents, publication, words
from catalog.models import Product, SearchDocument
from catalog.search import engine, scoring
from catalog.search.engine import FIELDS, PREFIX
from tests import make
from tests.catalog.search.golden import GOLDEN

pytestmark = pytest.mark.django_db


def plainly(term: str, field: str) -> set[int]:
    """Ids by looking for the words between blanks."""
    sought = f" {term.removesuffix(PREFIX)}" + ("" if term.endswith(PREFIX) else " ")
    rows = SearchDocument.objects.values("pk", *engine.COLUMNS)
    return {row["pk"] for row in rows if any(sought in f" {row[column]} " for column in FIELDS[field])}


@pytest.mark.usefixtures("demo")
def test_every_word_asked_for_is_found_where_it_stands() -> None:
    terms = {stem for query, _, _ in GOLDEN for stem in words.stems(query)}
    terms |= {stem[:3] + PREFIX for stem in terms if len(stem) > 3}
    for query, _, _ in GOLDEN:
        stems = [word.stem for word in scoring.read(query)]
        terms |= {" ".join(stems), " ".join(stems[:2])} - {""}
    pairs = [(term, field) for term in sorted(terms) for field in FIELDS]
    found = engine.find(pairs)
    assert {pair: set(ids) for pair, ids in found.items()} == {pair: plainly(*pair) for pair in pairs}
    assert sum(map(len, found.values())) > 3000


def test_a_changed_a_hidden_and_a_deleted_product_leave_the_index() -> None:
    product = make.product("Pendente antigo")
    assert engine.find([("antigo", "title")]) == {("antigo", "title"): [product.pk]}
    Product.objects.filter(pk=product.pk).update(title="Pendente novo")
    publication.refresh(product_ids=[product.pk], at=timezone.now())
    assert engine.find([("antigo", "title")]) == {("antigo", "title"): ()}
    assert engine.find([("novo", "title")]) == {("novo", "title"): [product.pk]}
    Product.objects.filter(pk=product.pk).update(is_published=False)
    publication.refresh(product_ids=[product.pk], at=timezone.now())
    assert engine.find([("novo", "title")]) == {("novo", "title"): ()}
    other = make.product("Pendente novo")
    publication.remove(product=other, at=timezone.now())
    assert engine.find([("novo", "title")]) == {("novo", "title"): ()}


def test_the_index_keeps_itself_in_this_database() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [engine.TABLE])
            expected = {f"{engine.INDEX}_{moment}" for moment in ("insert", "update", "delete")}
        else:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'ALWAYS'",
                [engine.TABLE],
            )
            expected = {f"{column}_terms" for column in engine.COLUMNS}
        assert {row[0] for row in cursor.fetchall()} == expected


def test_more_questions_than_one_statement_takes() -> None:
    product = make.product("Pendente azul")
    pairs = [(f"nada{number}", "title") for number in range(700)] + [("azul", "title")]
    found = engine.find(pairs)
    assert (len(found), found["azul", "title"]) == (701, [product.pk])


def test_a_document_says_what_a_product_is() -> None:
    product = make.product(
        "Luminárias de mesa Ipê",
        sku="IC-0412",
        brand="Oficina Cobogó",
        category=make.category("Luminárias de mesa", parent=make.category("Iluminação")),
        description="Boa para ler.",
        tags=["home office"],
        specs={"color_temperature": 2700, "watts": 4.8, "base": "e27", "dimmable": True, "voltage": "bivolt"},
    )
    document = SearchDocument.objects.get(pk=product.pk)
    assert (document.sku, document.head, document.brand) == ("ic0412", "luminaria", "oficina cobogo")
    assert document.title == "luminaria mesa ipe"
    assert document.description == "boa ler"
    assert set(document.codes.split()) == {"ic0412", "2700k", "4d8w", "e27", "127v", "220v", "bivolt"}
    assert {"iluminacao", "home", "office", "luz", "quente", "dimerizavel"} <= set(document.specs.split())
    assert set(documents.FIELDS) == {field.name for field in SearchDocument._meta.fields} - {"product"}
