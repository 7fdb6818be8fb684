"""Lists cost the same for ten rows and for a hundred."""

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.redirects.models import Redirect
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.models import Banner, HomeSection, Page, SearchMiss, StockMove, SyncIssue, SyncRun, Synonym
from orders.models import Order, Payment, PaymentNotice, Refund
from tests import make

pytestmark = pytest.mark.django_db
MOST = 12


def products(count: int) -> None:
    for product in make.products(count, brand="Lume", specs={"base": "e27"}):
        make.image(product)


def moves(count: int) -> None:
    actor = make.user()
    for product in make.products(count):
        StockMove.objects.create(product=product, delta=1, balance=1, cause="count", actor=actor)


def reviews(count: int) -> None:
    for product in make.products(count):
        make.review(product, state="pending", created_at=timezone.now())


def runs(count: int) -> None:
    for number in range(count):
        run = SyncRun.objects.create(
            source="demo", state="done", started_at=timezone.now() - timedelta(hours=number), counts={"created": 1}
        )
        SyncIssue.objects.create(run=run, kind="rejected", code="x", message="m")


def rows(model: type, **fields: Callable[[int], object]) -> Callable[[int], None]:
    def fill(count: int) -> None:
        start = model.objects.count()
        for number in range(start, start + count):
            model.objects.create(**{name: value(number) for name, value in fields.items()})

    return fill


def times(one: Callable[[int], object]) -> Callable[[int], None]:
    numbers = itertools.count()

    def fill(count: int) -> None:
        for _ in range(count):
            one(next(numbers))

    return fill


def homes(count: int) -> None:
    category = make.category()
    for number in range(count):
        HomeSection.objects.create(kind="category", title=f"t{number}", category=category)


def orders(count: int) -> None:
    for _ in range(count):
        order = Order.objects.create(
            email="ana@example.com", name="Ana", payment_method="pix", freight_method="retirada", lines_total=10,
            total=10,
        )  # fmt: skip
        payment = Payment.objects.create(order=order, method="pix", provider="pix", amount=10, status="quarantined")
        PaymentNotice.objects.create(provider="pix", event_id=order.number, payment=payment, outcome="quarantined")
        Refund.objects.create(payment=payment, amount=10, reason="r", key=order.number)


FILLERS: dict[str, Callable[[int], None]] = {
    "catalog_product": products,
    "catalog_category": times(lambda n: make.category()),
    "catalog_brand": times(lambda n: make.brand()),
    "catalog_specdefinition": times(lambda n: make.definition(f"spec-{n}", 1)),
    "catalog_stockmove": moves,
    "catalog_review": reviews,
    "catalog_syncrun": runs,
    "catalog_syncissue": runs,
    "catalog_synonym": rows(Synonym, words=lambda n: f"a{n}, b{n}"),
    "catalog_searchmiss": rows(SearchMiss, query=lambda n: f"busca {n}"),
    "catalog_page": rows(Page, slug=lambda n: f"pagina-{n}", title=lambda n: f"P{n}", body=lambda n: "x"),
    "catalog_banner": rows(Banner, place=lambda n: "top", title=lambda n: f"B{n}"),
    "catalog_homesection": homes,
    "redirects_redirect": rows(Redirect, old_path=lambda n: f"/velho-{n}/", site_id=lambda n: 1),
    "accounts_user": times(lambda n: make.user()),
    "orders_order": orders,
    "orders_payment": orders,
    "orders_paymentnotice": orders,
    "orders_refund": orders,
}


def cost(boss, name: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        response = boss.get(reverse(f"admin:{name}_changelist"))
    assert response.status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", sorted(FILLERS))
def test_a_list_costs_the_same_for_ten_rows_and_for_a_hundred(boss, name: str) -> None:
    FILLERS[name](10)
    cost(boss, name)  # what is kept per process is read here
    few = cost(boss, name)
    FILLERS[name](90)
    cost(boss, name)
    many = cost(boss, name)
    assert few == many
    assert many <= MOST


@pytest.mark.parametrize("count", [1, 12])
def test_a_product_page_costs_the_same_whatever_hangs_on_it(boss, count: int) -> None:
    product = make.product(specs={"luminous_flux": 800, "base": "e27"})
    for position in range(count):
        make.image(product, position=position)
        make.product()
    address = reverse("admin:catalog_product_change", args=[product.pk])
    boss.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert boss.get(address).status_code == 200
    assert len(caught) <= 20


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=globo", ["Pendente Globo"]),
        ("q=XYZ-9", ["Abajur"]),
        ("estoque=esgotado", ["Abajur"]),
        ("estoque=baixo", ["Pendente Globo"]),
        ("estoque=sim", ["Vaso"]),
        ("origem=propria", ["Abajur", "Vaso"]),
        ("origem=demo", ["Pendente Globo"]),
        ("categoria={lights}", ["Abajur", "Pendente Globo"]),
        ("categoria=abc", ["Abajur", "Pendente Globo", "Vaso"]),
        ("categoria=99999999999999999999999", ["Abajur", "Pendente Globo", "Vaso"]),
    ],
)
def test_products_are_found_by_word_and_by_filter(boss, query: str, titles: list[str]) -> None:
    lights = make.category("Luzes")
    below = make.category("Pendentes", parent=lights)
    make.product("Pendente Globo", category=below, stock=3, source="demo", external_id="1")
    make.product("Abajur", category=lights, stock=0, sku="XYZ-9")
    make.product("Vaso", stock=50)
    response = boss.get(reverse("admin:catalog_product_changelist") + "?" + query.format(lights=lights.pk))
    assert [product.title for product in response.context["cl"].result_list] == titles
