"""A renewed snapshot equals one loaded anew, whatever changed; threads and transactions never see each other's."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from catalog import publication, search
from catalog.models import Category, Product, ProductSpec
from catalog.search import ProductQuery, loading, renewal, snapshot
from catalog.search.filters import ORDERINGS
from catalog.search.snapshot import Snapshot
from tests import make
from tests.catalog.search import shop


def picture(kept: Snapshot) -> dict[str, object]:
    """Everything a snapshot can tell, by product id."""

    def ids(bits: int) -> frozenset[int]:
        return frozenset(kept.ids[p] for p in range(kept.size) if bits >> p & 1 and kept.shown >> p & 1)

    by_key = {definition.key: definition.id for definition in kept.names.definitions}
    return {
        "shown": ids(kept.shown),
        "stock": ids(kept.in_stock),
        "categories": {pk: ids(bits) for pk, bits in kept.categories.items() if ids(bits)},
        "brands": {pk: ids(bits) for pk, bits in kept.brands.items() if ids(bits)},
        "choices": {pk: ids(bits) for pk, bits in kept.choices.items() if ids(bits)},
        "yes": {pk: ids(bits) for pk, bits in kept.yes.items() if ids(bits)},
        "numbers": {
            (key, low): ids(kept.numbers[pk].between(low * 1000, None))
            for key, pk in by_key.items()
            for low in (0, 500, 1000, 2900)
            if pk in kept.numbers and kept.numbers[pk].has
        },
        "prices": {low: ids(kept.price.between(low * 100, low * 200)) for low in (10, 50, 100, 400)},
        "orders": {o: tuple(kept.id_list(kept.ranking(o).page(kept.shown, 0, 999))) for o in ORDERINGS.values()},
    }


def assert_true(kept: Snapshot) -> None:
    assert picture(kept) == picture(snapshot.load(loading.stamp()))


@pytest.mark.django_db
def test_many_changes_one_after_another() -> None:
    products = shop.fill(40)
    dice = random.Random(5)
    kept = renewal.current()
    picture(kept)  # every order is in use
    for step in range(25):
        change(dice, products, step)
        now = renewal.current()
        assert_true(now)
        kept = now


def change(dice: random.Random, products: list[Product], step: int) -> None:
    product = Product.objects.get(pk=dice.choice(products).pk)
    kind = step % 6
    if kind == 0:
        products.append(make.product(price="77", specs={"luminous_flux": dice.randrange(3000), "base": "e27"}))
        return
    if kind == 1:
        product.is_published = not product.is_published
    elif kind == 2:
        product.price, product.sale_price = Decimal(dice.randrange(10, 900)), Decimal(0)
    elif kind == 3:
        ProductSpec.objects.filter(product=product).delete()
        make.spec(product, "color_temperature", dice.choice((2700, 5000)))
    elif kind == 4:
        product.category = Category.objects.order_by("?").first()
        product.brand = None
    else:
        Product.objects.filter(pk=product.pk).update(stock=dice.choice((0, 90)))
        product.refresh_from_db()
    product.save()
    publication.refresh(product_ids=[product.pk], at=timezone.now())


@pytest.mark.django_db
def test_one_edit_does_not_load_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    product = make.product("Pendente", price="10")
    ProductQuery.from_params({})
    monkeypatch.setattr(snapshot, "load", lambda stamp: pytest.fail("loaded everything"))
    Product.objects.filter(pk=product.pk).update(price=20)
    publication.refresh(product_ids=[product.pk], at=timezone.now())
    assert ProductQuery.from_params({"preco": "20"}).page(1, 5).ids == [product.pk]


@pytest.mark.django_db
def test_nothing_changed_costs_one_query(django_assert_num_queries) -> None:
    make.product("Pendente")
    ProductQuery.from_params({"q": "pendente"}).page(1, 24)
    with django_assert_num_queries(1):
        query = ProductQuery.from_params({"q": "pendente", "preco": "-500"})
        query.page(1, 24)
        query.facets()
        query.keyset(None, 24)


@pytest.mark.django_db
def test_known_words_follow_a_change_of_text() -> None:
    product = make.product("Pendente azul")
    assert ProductQuery.from_params({"q": "azul"}).total == 1
    assert ProductQuery.from_params({"q": "verde"}).total == 0
    Product.objects.filter(pk=product.pk).update(title="Pendente verde")
    publication.refresh(product_ids=[product.pk], at=timezone.now())
    assert ProductQuery.from_params({"q": "azul"}).total == 0
    assert ProductQuery.from_params({"q": "verde"}).total == 1
    assert ProductQuery.from_params({"q": "vedre"}).correction == "verde"


@pytest.mark.django_db
def test_a_new_filter_is_read_for_products_that_have_it() -> None:
    product = make.product(publish=False)
    make.definition("beam", 36, facet="none")
    make.spec(product, "beam", 36)
    publication.refresh(product_ids=[product.pk], at=timezone.now())
    assert ProductQuery.from_params({"beam": "36"}).params() == []
    type(make.definition("beam")).objects.filter(key="beam").update(facet="values")
    publication.touch()
    assert ProductQuery.from_params({"beam": "36"}).page(1, 5).ids == [product.pk]


@pytest.mark.django_db
def test_sales_alone_move_the_best_sellers() -> None:
    first, second = make.product(), make.product()
    order = ProductQuery.from_params({"ordem": "mais-vendidos"}).page(1, 5).ids
    assert order == [first.pk, second.pk]
    Product.objects.filter(pk=second.pk).update(units_sold=3)
    publication.touch()
    assert ProductQuery.from_params({"ordem": "mais-vendidos"}).page(1, 5).ids == [second.pk, first.pk]


@pytest.mark.django_db
def test_a_product_the_owner_pushes_goes_to_the_front() -> None:
    first, second = make.product(), make.product()
    assert ProductQuery.from_params({}).first(2) == [first.pk, second.pk]
    Product.objects.filter(pk=second.pk).update(boost=5)
    publication.refresh(product_ids=[second.pk], at=timezone.now())
    assert ProductQuery.from_params({}).first(2) == [second.pk, first.pk]


@pytest.fixture
def _emptied() -> Iterator[None]:
    yield
    search.forget()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_emptied")
def test_what_a_transaction_takes_back_was_never_shown() -> None:
    make.product("Pendente")
    assert ProductQuery.from_params({}).total == 1
    with transaction.atomic():
        make.product("Vaso", price="10")
        assert ProductQuery.from_params({}).total == 2
        seen = loading.stamp()
        transaction.set_rollback(True)
    make.product("Espelho", price="20")
    assert loading.stamp() == seen  # the same numbers, another catalogue
    assert ProductQuery.from_params({"preco": "10"}).total == 0
    assert ProductQuery.from_params({"preco": "20"}).total == 1


@pytest.mark.django_db
def test_while_one_thread_renews_the_others_go_on_with_the_old(monkeypatch: pytest.MonkeyPatch) -> None:
    make.product("Pendente")
    stamp = loading.stamp()
    old, new = snapshot.load(stamp), snapshot.load(stamp)
    begun, may_end = threading.Event(), threading.Event()

    def slowly(_old: Snapshot | None, _stamp: loading.Stamp) -> Snapshot:
        begun.set()
        assert may_end.wait(10)
        return new

    monkeypatch.setattr(loading, "stamp", lambda: loading.Stamp(stamp.version + 1, stamp.seq))
    monkeypatch.setattr(renewal, "advanced", slowly)
    monkeypatch.setattr(renewal, "_kept", renewal._Kept())
    renewal._kept.snapshot = old
    with ThreadPoolExecutor(2) as threads:
        renewing = threads.submit(renewal.current)
        assert begun.wait(10)
        assert threads.submit(renewal.current).result(10) is old
        may_end.set()
        assert renewing.result(10) is new
    assert renewal._kept.snapshot is new
