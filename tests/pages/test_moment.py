"""The shop of a later moment: as it will be then, for the colleague who asked, and for nobody else; nothing is done."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cart import basket
from cart.models import CartLine
from catalog import foresight, kept, moments, price_batches, publication
from catalog.middleware import MOMENT_COOKIE, MOMENT_KEY
from catalog.models import Banner, HomeSection, Product, SearchMiss
from catalog.price_batches import Terms
from orders.models import Order
from tests import buying, make

pytestmark = pytest.mark.django_db
MOMENT, END = "admin:moment", "admin:moment_end"
BAR = "Prévia: a loja em"
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@pytest.fixture(autouse=True)
def _no_pages_of_others() -> Iterator[None]:
    kept.store.clear()
    yield
    kept.store.clear()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def lamp(db: None, now: datetime) -> Product:
    """R$ 100,00; from the third day to the fifth a quarter less."""
    lamp = make.product(
        "Pendente Cúpula", slug="pendente-cupula", price="100.00", discount="25", publish=False,
        sale_starts_at=now + timedelta(days=3), sale_ends_at=now + timedelta(days=5),
    )  # fmt: skip
    publication.refresh(product_ids=[lamp.pk], at=now - timedelta(days=40))  # asked long enough to be struck
    return Product.objects.get(pk=lamp.pk)


def colleague(*permissions: str, **fields: Any) -> Client:
    user = make.user(is_staff=True, name="Equipe", **fields)
    for name in permissions or ("catalog.view_product",):
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    browser.force_login(User.objects.get(pk=user.pk))
    return browser


def looks_at(browser: Client, at: datetime) -> Client:
    answer = browser.post(reverse(MOMENT), {"at": f"{timezone.localtime(at):%Y-%m-%dT%H:%M:%S}"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == "/"
    return browser


def text(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, address
    return answer.content.decode().replace("\u00a0", " ")


# --- What is seen --------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "has_offer"), [(2, False), (3.01, True), (4, True), (4.99, True), (5.01, False)])
def test_an_offer_is_there_exactly_while_it_will_be(lamp: Product, now: datetime, days: float, has_offer: bool) -> None:
    browser = looks_at(colleague(), now + timedelta(days=days))
    for address in ("/produto/pendente-cupula/", "/catalogo/", "/busca/?q=pendente"):
        page = text(browser, address)
        assert ("R$ 71,25" in page) is has_offer, address  # 5 % less by Pix
        assert ("R$ 75,00" in page) is has_offer, address
        assert ("-25%" in page) is has_offer, address


@pytest.mark.parametrize(("days_asked", "is_struck"), [(0, False), (26.9, False), (27.1, True), (60, True)])
def test_a_price_is_struck_only_if_it_will_have_been_asked(now: datetime, days_asked: float, is_struck: bool) -> None:
    fresh = make.product(
        "Plafon", slug="plafon", price="100.00", discount="25", publish=False, sale_starts_at=now + timedelta(days=3)
    )
    publication.refresh(product_ids=[fresh.pk], at=now - timedelta(days=days_asked))
    browser = looks_at(colleague(), now + timedelta(days=4))
    for address in ("/produto/plafon/", "/catalogo/"):
        page = text(browser, address)
        assert "R$ 75,00" in page
        assert ("-25%" in page) is is_struck, address


def test_the_bar_says_which_moment_it_is_and_ends_it(lamp: Product, now: datetime) -> None:
    at = now + timedelta(days=4)
    browser = looks_at(colleague(), at)
    page = text(browser, "/produto/pendente-cupula/")
    assert f"{BAR} {timezone.localtime(at):%d/%m/%Y %H:%M}" in page
    assert 'href="/static/css/moment.css"' in page
    answer = browser.post(reverse(END), {"next": "/produto/pendente-cupula/"})
    assert answer["Location"] == "/produto/pendente-cupula/"
    page = text(browser, "/produto/pendente-cupula/")
    assert BAR not in page
    assert "moment.css" not in page
    assert "R$ 75,00" not in page
    assert MOMENT_KEY not in browser.session


def test_lists_are_ordered_and_narrowed_by_the_prices_of_then(lamp: Product, now: datetime) -> None:
    make.product("Pendente Barato", slug="barato", price="80.00")
    browser = looks_at(colleague(), now + timedelta(days=4))
    for address, first in (("/catalogo/?ordem=preco", "cupula"), ("/catalogo/?ordem=desconto", "cupula")):
        page = text(browser, address)
        assert 0 < page.index("/produto/pendente-cupula/") < page.index("/produto/barato/"), first
    page = text(browser, "/catalogo/?preco=-76")
    assert "/produto/pendente-cupula/" in page
    assert "/produto/barato/" not in page
    other = text(Client(), "/catalogo/?preco=-76")
    assert "/produto/pendente-cupula/" not in other


def test_banners_begin_and_end(lamp: Product, now: datetime) -> None:
    Banner.objects.create(
        place=Banner.Place.TOP, title="Semana da luz", text="só agora", starts_at=now + timedelta(days=3),
        ends_at=now + timedelta(days=5),
    )  # fmt: skip
    publication.touch()
    browser = colleague()
    seen = ["Semana da luz" in text(looks_at(browser, now + timedelta(days=days)), "/") for days in (2, 4, 6)]
    assert seen == [False, True, False]
    assert "Semana da luz" not in text(Client(), "/")


def test_the_home_page_offers_what_will_be_on_offer_and_nobody_else_sees_it(lamp: Product, now: datetime) -> None:
    HomeSection.objects.create(kind=HomeSection.Kind.OFFERS, title="Ofertas do dia")
    publication.touch()
    browser = looks_at(colleague(), now + timedelta(days=4))
    assert "Ofertas do dia" in text(browser, "/")
    assert "R$ 75,00" in text(browser, "/")
    assert "Ofertas do dia" not in text(Client(), "/")
    assert "R$ 75,00" in text(browser, "/")


def test_scheduled_prices_are_seen_and_those_that_end(lamp: Product, now: datetime) -> None:
    plain = make.product("Abajur", slug="abajur", price="50.00")
    terms = Terms(
        kind="set_price", value=Decimal("64.00"), starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2)
    )  # fmt: skip
    batch = price_batches.plan(product_ids=[plain.pk], terms=terms, by=make.user(), at=now)
    assert price_batches.confirm(batch_id=batch.pk, at=now).state == "scheduled"
    browser = colleague()
    for hours, price in ((12, "R$ 50,00"), (36, "R$ 64,00"), (60, "R$ 50,00")):
        page = text(looks_at(browser, now + timedelta(hours=hours)), "/produto/abajur/")
        assert price in page, hours
    price_batches.run_due(at=now + timedelta(hours=25))
    assert Product.objects.get(pk=plain.pk).price == Decimal("64.00")
    assert "R$ 50,00" in text(looks_at(browser, now + timedelta(hours=60)), "/produto/abajur/")
    assert "R$ 64,00" in text(looks_at(browser, now + timedelta(hours=36)), "/produto/abajur/")


def test_the_cart_is_reckoned_with_the_prices_and_coupons_of_then(lamp: Product, now: datetime) -> None:
    browser = colleague()
    user = User.objects.get(is_staff=True)
    cart, _ = basket.open_for(user=user, token=None, at=now)
    basket.add(cart=cart, product_id=lamp.pk, quantity=2, at=now)
    cart.coupon = buying.coupon("LUZ10", ends_at=now + timedelta(days=4), combines_with_sale=True)
    cart.save()
    assert "R$ 200,00" in text(browser, "/carrinho/")
    page = text(looks_at(browser, now + timedelta(days=3, hours=1)), "/carrinho/")
    assert "R$ 150,00" in page
    assert "−R$ 15,00" in page
    page = text(looks_at(browser, now + timedelta(days=4, hours=1)), "/carrinho/")
    assert "−R$ 15,00" not in page


# --- For nobody else -----------------------------------------------------------------------------
def test_nothing_of_it_is_kept_shared_or_seen_by_others(lamp: Product, now: datetime, settings: Any) -> None:
    stranger = Client()
    before = {address: stranger.get(address).content for address in ("/", "/catalogo/", "/produto/pendente-cupula/")}
    held = set(kept.store.addresses)
    browser = looks_at(colleague(), now + timedelta(days=4))
    for address, page in before.items():
        answer = browser.get(address)
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
        assert "ETag" not in answer
        assert BAR in answer.content.decode()
        assert stranger.get(address).content == page
        assert Client().get(address).content == page
    assert set(kept.store.addresses) == held
    assert moments.seen() is None
    api = browser.get("/api/v1/products/pendente-cupula/").json()
    assert api["sale_price"] == "100.00"


def test_a_cookie_opens_nothing(lamp: Product, now: datetime) -> None:
    for browser in (Client(), colleague(), colleague()):
        browser.cookies[MOMENT_COOKIE] = (now + timedelta(days=4)).isoformat()
        page = text(browser, "/produto/pendente-cupula/")
        assert BAR not in page
        assert "R$ 75,00" not in page


def test_it_ends_with_the_permission_the_job_and_the_time(lamp: Product, now: datetime) -> None:
    browser = looks_at(colleague(), now + timedelta(days=4))
    user = User.objects.get(is_staff=True)
    assert BAR in text(browser, "/")
    user.user_permissions.clear()
    assert BAR not in text(browser, "/")
    user.user_permissions.add(Permission.objects.get(codename="view_product"))
    assert BAR in text(browser, "/")
    session = browser.session
    session[MOMENT_KEY] = (now - timedelta(seconds=1)).isoformat()
    session.save()
    assert BAR not in text(browser, "/")
    looks_at(browser, now + timedelta(days=4))
    User.objects.filter(pk=user.pk).update(is_staff=False)
    assert BAR not in text(browser, "/")


def test_who_may_choose(lamp: Product, now: datetime) -> None:
    typed = {"at": f"{timezone.localtime(now + timedelta(days=4)):%Y-%m-%dT%H:%M}"}
    other = colleague("catalog.view_review")
    assert (other.get(reverse(MOMENT)).status_code, other.post(reverse(MOMENT), typed).status_code) == (403, 403)
    guest = Client()
    assert (guest.get(reverse(MOMENT)).status_code, guest.post(reverse(MOMENT), typed).status_code) == (302, 302)
    assert BAR not in text(guest, "/")
    assert colleague().get(reverse(END)).status_code == 405
    assert "Ver a loja em outro momento" in text(colleague(), "/admin/")
    assert "Ver a loja em outro momento" not in text(other, "/admin/")


@pytest.mark.parametrize(
    "typed", ["", "amanhã", "2020-01-01T00:00", "2999-01-01T00:00", "2026-13-40T99:99", "0001-01-01T00:00"]
)
def test_only_a_moment_ahead_is_taken(typed: str) -> None:
    browser = colleague()
    answer = browser.post(reverse(MOMENT), {"at": typed})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["at"]
    assert MOMENT_KEY not in browser.session


# --- Nothing is done -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/carrinho/adicionar/", {"produto": "pendente-cupula", "quantidade": "1"}),
        ("/carrinho/cupom/", {"codigo": "LUZ10"}), ("/favoritos/adicionar/", {"produto": "pendente-cupula"}),
        ("/finalizar/dados/", {}), ("/finalizar/pagamento/", {"forma": "pix"}), ("/contato/", {"nome": "Ana"}),
        ("/sair/", {}),
    ],
)  # fmt: skip
def test_no_form_has_an_effect(lamp: Product, now: datetime, address: str, data: dict[str, str]) -> None:
    browser = looks_at(colleague(), now + timedelta(days=4))
    with CaptureQueriesContext(connection) as asked:
        answer = browser.post(address, data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Nada se compra nem se grava na prévia: encerre-a antes." in page
    assert BAR in page
    assert [each["sql"] for each in asked if each["sql"].startswith(WRITES)] == []
    assert (CartLine.objects.count(), Order.objects.count()) == (0, 0)
    assert BAR in text(browser, "/")


@pytest.mark.parametrize(
    "address", ["/finalizar/", "/finalizar/dados/", "/finalizar/entrega/", "/finalizar/pagamento/"]
)
def test_the_checkout_is_closed(lamp: Product, now: datetime, address: str) -> None:
    page = text(looks_at(colleague(), now + timedelta(days=4)), address, 409)
    assert "Nada se compra nem se grava na prévia" in page


def test_looking_writes_nothing(lamp: Product, now: datetime) -> None:
    browser = looks_at(colleague(), now + timedelta(days=4))
    text(browser, "/")
    addresses = (
        "/", "/catalogo/", "/categorias/", "/produto/pendente-cupula/", "/busca/?q=nadaassim", "/favoritos/",
        "/comparar/", "/carrinho/", "/calculadora/", "/conta/", "/conta/pedidos/", "/estilo/",
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        for address in addresses:
            assert BAR in text(browser, address), address
    assert [each["sql"] for each in asked if each["sql"].startswith(WRITES)] == []
    assert not SearchMiss.objects.exists()


def test_a_page_that_would_write_is_refused_before_it_does(lamp: Product, now: datetime) -> None:
    """A guest's cart is folded into the person's when both come to the cart."""
    guest = Client(headers={"Sec-Fetch-Site": "same-origin"})
    guest.post("/carrinho/adicionar/", {"produto": "pendente-cupula", "quantidade": "1"})
    browser = looks_at(colleague(), now + timedelta(days=4))
    browser.cookies.update(guest.cookies)
    text(browser, "/carrinho/", 409)
    assert CartLine.objects.get().cart.user_id is None
    browser.post(reverse(END), {"next": "/carrinho/"})
    text(browser, "/carrinho/")
    assert CartLine.objects.get().cart.user == User.objects.get(is_staff=True)


# --- What changes by itself ----------------------------------------------------------------------
def test_the_next_changes_are_offered(lamp: Product, now: datetime) -> None:
    make.product("Outra", price="10.00", discount="5", sale_starts_at=lamp.sale_starts_at)
    Banner.objects.create(place=Banner.Place.TOP, title="Sempre", ends_at=lamp.sale_ends_at)
    assert [(turn.at, turn.text) for turn in foresight.turns(now=now)] == [
        (lamp.sale_starts_at, "oferta começa (2)"), (lamp.sale_ends_at, "oferta termina, banner termina"),
    ]  # fmt: skip
    page = text(colleague(), reverse(MOMENT))
    assert page.count("oferta começa (2)") == 1
    assert f"{timezone.localtime(lamp.sale_starts_at):%Y-%m-%dT%H:%M:%S}" in page


def test_the_page_of_moments_costs_the_same_for_many(now: datetime) -> None:
    browser, costs = colleague(), []
    text(browser, reverse(MOMENT))
    for count in (2, 40):
        make.products(count, discount="10", sale_starts_at=now + timedelta(days=count))
        with CaptureQueriesContext(connection) as asked:
            text(browser, reverse(MOMENT))
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12


def test_a_page_of_then_costs_a_few_questions_more(lamp: Product, now: datetime) -> None:
    make.products(30, price="20.00")
    browser = colleague()
    text(browser, "/catalogo/")
    with CaptureQueriesContext(connection) as present:
        text(browser, "/catalogo/")
    looks_at(browser, now + timedelta(days=4))
    text(browser, "/catalogo/")
    with CaptureQueriesContext(connection) as then:
        text(browser, "/catalogo/")
    assert len(then) - len(present) <= 12
