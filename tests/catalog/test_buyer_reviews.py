"""Who received it may say how it is: once, verified, shown after approval."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from catalog import buyers, reviews
from catalog.models import Product, Purchase, Review
from orders import lifecycle, payments, sales
from orders.models import Order
from tests import make
from tests.buying import NOON, cart_with, goods, place
from tests.people import PASSWORD, tokens_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings: Any) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


@pytest.fixture
def lamp() -> Product:
    return goods(title="Pendente Lua", price="100.00")


def received(user: User, product: Product) -> None:
    buyers.received(user_id=user.pk, product_ids=[product.pk], at=NOON)


def paid(product: Product, quantity: int = 1, user: User | None = None) -> Order:
    order = place(cart_with({product: quantity}, user=user))
    if user is not None:
        Order.objects.filter(pk=order.pk).update(user=user, email=user.email)
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=NOON)
    order.refresh_from_db()
    return order


def delivered(product: Product, user: User | None) -> Order:
    order = paid(product, user=user)
    lifecycle.ready(order=order, at=NOON, by=None)
    lifecycle.deliver(order=order, at=NOON)
    return order


def address(product: Product) -> str:
    return f"/produto/{product.slug}/avaliar/"


def write_api(product: Product, headers: dict[str, str], **body: Any) -> Any:
    where = f"/api/v1/products/{product.slug}/reviews/"
    return Client().post(where, {"rating": 5} | body, content_type="application/json", headers=headers)


# --- Who may -------------------------------------------------------------------------------------
def test_a_delivered_order_opens_the_form_and_nothing_before(ana: User, as_ana: Client, lamp: Product) -> None:
    order = paid(lamp, user=ana)
    assert as_ana.get(address(lamp)).status_code == 403
    lifecycle.ready(order=order, at=NOON, by=None)
    assert as_ana.get(address(lamp)).status_code == 403
    lifecycle.deliver(order=order, at=NOON)
    assert as_ana.get(address(lamp)).status_code == 200
    purchase = Purchase.objects.get()
    assert (purchase.user, purchase.product, purchase.received_at) == (ana, lamp, NOON)


def test_a_guest_who_proves_the_mailbox_later_may_write_too(lamp: Product) -> None:
    delivered(lamp, None)
    make.user("ana@example.com", password=PASSWORD, name="Ana Souza", email_verified_at=NOON)
    bearer = {"Authorization": f"Bearer {tokens_of('ana@example.com')['access']}"}
    assert write_api(lamp, bearer).status_code == 201


def test_strangers_write_nothing(ana: User, as_ana: Client, bearer: dict[str, str], lamp: Product) -> None:
    received(make.user(), lamp)
    assert as_ana.post(address(lamp), {"nota": "5", "nome": "Ana"}).status_code == 403
    answer = write_api(lamp, bearer)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_buyer")
    assert write_api(lamp, {}).status_code == 401
    assert Client().get(address(lamp)).status_code == 303
    assert not Review.objects.exists()


# --- Writing -------------------------------------------------------------------------------------
def test_the_page_takes_a_review_that_waits_for_approval(ana: User, as_ana: Client, lamp: Product) -> None:
    received(ana, lamp)
    assert 'value="Ana S."' in as_ana.get(address(lamp)).content.decode()
    fields = {"nota": "4", "titulo": " Boa\r\nluz ", "texto": "Quente.\nMuito.", "nome": "Ana S."}
    answer = as_ana.post(address(lamp), fields)
    assert (answer.status_code, answer["Location"]) == (303, "/conta/avaliacoes/")
    made = Review.objects.get()
    assert (made.author, made.rating, made.title, made.text, made.author_name, made.is_verified, made.state) == (
        ana, 4, "Boa luz", "Quente.\r\nMuito." if "\r" in made.text else "Quente.\nMuito.", "Ana S.", True, "pending",
    )  # fmt: skip
    assert "Quente." not in Client().get(lamp.get_absolute_url()).content.decode()
    reviews.moderate(review_ids=[made.pk], state="approved", by=make.user(), at=NOON)
    page = Client().get(lamp.get_absolute_url()).content.decode()
    assert "Quente." in page
    assert "Compra verificada" in page


def test_the_app_takes_the_same(ana: User, bearer: dict[str, str], lamp: Product) -> None:
    received(ana, lamp)
    body = write_api(lamp, bearer, rating=3, title="Médio", text="Faz sombra.").json()
    made = Review.objects.get()
    body.pop("created_at")
    assert body == {
        "id": made.pk, "product": lamp.slug, "author": "Ana S.", "rating": 3, "title": "Médio", "text": "Faz sombra.",
        "state": "pending", "reply": "",
    }  # fmt: skip
    assert made.is_verified


def test_one_review_per_customer_and_product(ana: User, as_ana: Client, bearer: dict[str, str], lamp: Product) -> None:
    received(ana, lamp)
    assert write_api(lamp, bearer).status_code == 201
    again = write_api(lamp, bearer, rating=1)
    assert (again.status_code, again.json()["code"]) == (409, "review_exists")
    assert as_ana.post(address(lamp), {"nota": "1", "nome": "Ana"}).status_code == 409
    assert Review.objects.get().rating == 5


@pytest.mark.parametrize("rating", ["", "0", "6", "-1", "4.5", "cinco", "\x00", "9" * 400])
def test_other_stars_are_refused_on_the_page(ana: User, as_ana: Client, lamp: Product, rating: str) -> None:
    received(ana, lamp)
    answer = as_ana.post(address(lamp), {"nota": rating, "nome": "Ana", "texto": "Fica aqui"})
    assert answer.status_code == 422
    assert "Fica aqui" in answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [{"rating": 0}, {"rating": 6}, {"rating": "x"}, {"rating": None}, {"title": "x" * 101}, {"text": "x" * 3001},
     {"author": "x" * 61}, {"text": "a\x00b"}, {"title": "\x00"}, {"title": ["x"]}],
)  # fmt: skip
def test_other_bodies_are_400(ana: User, bearer: dict[str, str], lamp: Product, body: dict[str, Any]) -> None:
    received(ana, lamp)
    assert write_api(lamp, bearer, **body).status_code == 400
    assert not Review.objects.exists()


@pytest.mark.parametrize("field", ["titulo", "texto", "nome"])
def test_what_is_too_long_or_unreadable_is_refused_on_the_page(
    ana: User,
    as_ana: Client,
    lamp: Product,
    field: str,
) -> None:
    received(ana, lamp)
    for text in ("x" * 4000, "a\x00b") if field == "texto" else ("x" * 4000,):
        assert as_ana.post(address(lamp), {"nota": "5", "nome": "Ana", field: text}).status_code == 422


def test_script_in_a_review_is_text(ana: User, bearer: dict[str, str], lamp: Product) -> None:
    received(ana, lamp)
    made = write_api(lamp, bearer, title="<script>alert(1)</script>", text="<img src=x onerror=1>").json()
    reviews.moderate(review_ids=[made["id"]], state="approved", by=make.user(), at=NOON)
    page = Client().get(lamp.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


# --- One's own -----------------------------------------------------------------------------------
def test_the_account_lists_what_waits_and_what_was_written(
    ana: User,
    as_ana: Client,
    bearer: dict[str, str],
    lamp: Product,
) -> None:
    other = goods(title="Vaso Azul")
    received(ana, lamp)
    received(ana, other)
    write_api(lamp, bearer, title="Boa")
    body = Client().get("/api/v1/users/me/reviews/", headers=bearer).json()
    assert (body["count"], body["waiting"], [each["title"] for each in body["results"]]) == (1, [other.slug], ["Boa"])
    page = as_ana.get("/conta/avaliacoes/").content.decode()
    assert "Vaso Azul" in page
    assert '<span class="badge">Aguardando</span>' in page


def test_a_review_can_be_taken_back_and_its_stars_with_it(
    ana: User,
    as_ana: Client,
    bearer: dict[str, str],
    lamp: Product,
) -> None:
    received(ana, lamp)
    number = write_api(lamp, bearer).json()["id"]
    foreign = make.review(lamp, rating=3)
    reviews.moderate(review_ids=[number], state="approved", by=make.user(), at=NOON)
    lamp.refresh_from_db()
    assert (lamp.rating, lamp.review_count) == (4, 2)
    for wrong in (foreign.pk, 10**6, 2**70):
        assert as_ana.post(f"/conta/avaliacoes/{wrong}/apagar/").status_code == 404
        assert Client().delete(f"/api/v1/users/me/reviews/{wrong}/", headers=bearer).status_code == 404
    assert as_ana.post(f"/conta/avaliacoes/{number}/apagar/").status_code == 303
    lamp.refresh_from_db()
    assert (lamp.rating, lamp.review_count) == (3, 1)


# --- What sells ----------------------------------------------------------------------------------
def test_units_sold_follow_the_paid_orders(client: Client) -> None:
    one, two, three = goods(title="Um"), goods(title="Dois"), goods(title="Três")
    paid(one, 2)
    paid(two, 3)
    canceled = paid(two, 4)
    place(cart_with({three: 5}))
    assert sales.push_down() == 2
    lifecycle.cancel(order=canceled, at=NOON + timedelta(hours=1))
    assert [sales.push_down(), sales.push_down()] == [1, 0]
    assert [Product.objects.get(pk=each.pk).units_sold for each in (one, two, three)] == [2, 3, 0]
    best = client.get("/api/v1/products/best-sellers/").json()["results"]
    assert [each["title"] for each in best] == ["Dois", "Um"]
    listed = client.get("/api/v1/products/?ordering=-sold").json()["results"]
    assert [each["title"] for each in listed] == ["Dois", "Um", "Três"]


def test_a_new_number_of_units_is_a_new_content_version(client: Client, now: datetime) -> None:
    from catalog import publication

    lamp = goods()
    before = publication.version()
    assert sales.push_down() == 0
    assert publication.version() == before
    paid(lamp)
    middle = publication.version()
    assert sales.push_down() == 1
    assert publication.version() > middle
