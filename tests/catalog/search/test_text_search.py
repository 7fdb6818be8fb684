"""What a text finds and in which order; corrections, synonyms, and what happens when nothing fits."""

import pytest

from catalog.models import Product, Synonym
from catalog.search import ProductQuery, scoring
from catalog.search.vocabulary import Vocabulary, distance
from tests import make

pytestmark = pytest.mark.django_db


def ask(text: str) -> ProductQuery:
    return ProductQuery.from_params({"q": text})


def titles(text: str) -> list[str]:
    names = dict(Product.objects.values_list("pk", "title"))
    return [names[pk] for pk in ask(text).page(1, 24).ids]


def test_the_name_counts_more_than_brand_specs_and_description() -> None:
    make.product("Vaso um", description="Combina com aurora boreal.")
    make.product("Vaso dois", tags=["aurora"])
    make.product("Vaso três", brand="Aurora")
    make.product("Vaso Aurora")
    make.product("Aurora de mesa")
    assert titles("aurora") == ["Aurora de mesa", "Vaso Aurora", "Vaso três", "Vaso dois", "Vaso um"]


def test_words_that_stand_together_in_order_come_first() -> None:
    make.product("Globo com pendente opala")
    make.product("Luz pendente sobre vaso globo")
    make.product("Luz pendente globo")
    assert titles("pendente globo")[0] == "Luz pendente globo"


def test_equal_matches_are_ordered_by_stock_boost_and_age() -> None:
    make.product("Pendente A", stock=0, boost=9)
    make.product("Pendente B")
    make.product("Pendente C", boost=1)
    make.product("Pendente D")
    assert titles("pendente") == ["Pendente C", "Pendente B", "Pendente D", "Pendente A"]


@pytest.mark.parametrize("text", ["IC-0412", "ic 0412", "ic0412", "IC–0412"])
def test_a_sku_comes_first(text: str) -> None:
    make.product("Vaso que fala de IC-0412")
    make.product("Pendente", sku="IC-0412")
    assert titles(text)[0] == "Pendente"


def test_all_words_must_match_when_some_product_has_them_all() -> None:
    make.product("Pendente preto")
    make.product("Pendente azul")
    assert titles("pendente azul") == ["Pendente azul"]
    assert not ask("pendente azul").is_partial


def test_the_most_words_win_when_no_product_has_them_all() -> None:
    make.product("Pendente preto de vidro")
    make.product("Pendente azul")
    make.product("Vaso azul")
    query = ask("pendente preto vidro quadrado")
    assert titles("pendente preto vidro quadrado") == ["Pendente preto de vidro"]
    assert query.is_partial


def test_a_mistyped_word_is_put_right_and_said_so() -> None:
    make.product("Pendente amarelo")
    make.product("Vaso amarelo")
    query = ask("pendete amarlo")
    assert (query.correction, query.total) == ("pendente amarelo", 1)
    assert titles("pendete amarlo") == ["Pendente amarelo"]


def test_a_correction_has_its_accents() -> None:
    make.product("Lâmpada de mesa")
    assert ask("lampda").correction == "lâmpada"


def test_a_right_word_is_left_alone() -> None:
    make.product("Pendente")
    assert ask("pendentes").correction is None


def test_nothing_is_found_for_nonsense() -> None:
    make.product("Pendente")
    query = ask("xyzzy qwrt")
    assert (query.total, query.correction, query.page(1, 24).ids) == (0, None, [])


def test_synonyms_find_each_other_and_stand_behind_the_word_itself() -> None:
    Synonym.objects.all().delete()
    Synonym.objects.create(words="lustre, pendente, luminária suspensa")
    make.product("Pendente grande")
    make.product("Lustre pequeno")
    make.product("Luminária suspensa azul")
    assert titles("lustre") == ["Lustre pequeno", "Pendente grande", "Luminária suspensa azul"]
    assert titles("luminárias suspensas")[0] == "Luminária suspensa azul"
    assert len(titles("luminárias suspensas")) == 3


def test_an_idle_synonym_says_nothing() -> None:
    Synonym.objects.all().delete()
    Synonym.objects.create(words="lustre, pendente", is_active=False)
    make.product("Pendente")
    assert titles("lustre") == []


def test_a_number_must_be_exact() -> None:
    make.product("Lâmpada A", specs={"watts": 9})
    make.product("Lâmpada B", specs={"watts": 19})
    assert titles("9w") == ["Lâmpada A"]


def test_text_and_filters_narrow_together() -> None:
    make.product("Pendente A", price="100")
    make.product("Pendente B", price="300")
    query = ProductQuery.from_params({"q": "pendente", "preco": "200-", "ordem": "menor-preco"})
    assert query.total == 1


@pytest.mark.parametrize(
    "text",
    ["\x00", "a" * 20_000, "ã" * 300, "\"'; DROP", "* OR 1", "NEAR(a b)", "(", "'", ":*", "e", "\ud800"],
)
def test_no_text_breaks_the_search(text: str) -> None:
    make.product("Pendente")
    query = ask(text)
    query.page(1, 24)
    assert len(query.text) <= 200


def test_only_the_first_words_count() -> None:
    assert len(scoring.read(" ".join(f"palavra{n}" for n in range(50)))) == scoring.MOST_WORDS


def test_hidden_products_are_not_found() -> None:
    make.product("Pendente", is_published=False)
    assert titles("pendente") == []


# --- Vocabulary -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("pendente", "pendente", 0),
        ("pendete", "pendente", 1),
        ("pendnete", "pendente", 1),
        ("pebdente", "pendente", 1),
        ("pendentee", "pendente", 1),
        ("espleho", "espelho", 1),
        ("lmapda", "lampada", 2),
        ("", "ab", 2),
        ("ab", "", 2),
    ],
)
def test_slips_between_words(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips


def test_too_many_slips_are_not_counted_out() -> None:
    assert distance("abajur", "espelho", 2) > 2


def knowing(**times: int) -> Vocabulary:
    return Vocabulary(times, {}, {word: word for word in times})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pendete", "pendente"),
        ("vazo", "vaso"),
        ("vsao", "vaso"),
        ("vxzo", None),
        ("vas", None),
        ("pndnt", None),
        ("9w", None),
        ("vaso", None),
        ("mezinha", "mesinha"),
        ("cama", "fama"),
    ],
)
def test_the_nearest_word(typed: str, meant: str | None) -> None:
    assert knowing(pendente=5, vaso=2, mesinha=1, fama=1).nearest(typed) == meant


def test_same_first_letter_then_frequency_decides() -> None:
    assert knowing(gato=9, pata=1).nearest("pato") == "pata"
    assert knowing(pato=1, rato=9).nearest("xato") == "rato"


def test_two_words_in_one_are_taken_apart() -> None:
    assert knowing(fita=3, led=9).split("fitaled") == ("fita", "led")
    assert knowing(fita=3).split("fitaled") is None


def test_a_slip_is_measured_on_the_word_as_written() -> None:
    known = Vocabulary.of([("Árvores e pendentes verdes", "")])
    assert known.nearest("arvoers") == "arvor"
    assert known.nearest("vedres") == "verde"
    assert known.shown("arvor") == "árvores"
