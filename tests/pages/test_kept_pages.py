"""Pages kept by the process are never behind what happened, and never tell one visitor of another."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product as product_of
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cart.models import FreightRate
from catalog import clock, kept, publication, sheet, window
from catalog.context_processors import content_version
from catalog.kept import Kept, Page, Store
from catalog.models import Banner, Product
from tests import buying, make
from tests.pages.reading import read

pytestmark = pytest.mark.django_db
LAMP = "/produto/lustre/"
PAGES = ["/", "/catalogo/", "/categoria/salas/", LAMP]
ANA = "Minha conta, Ana"


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    kept.store.clear()
    yield
    kept.store.clear()


@pytest.fixture(autouse=True)
def lamp() -> Product:
    shown = make.category("Salas", slug="salas")
    make.product("Cúpula", slug="cupula", category=shown, price="50.00", stock=9, discount=10)
    return make.product("Lustre", slug="lustre", category=shown, price="100.00", stock=9, discount=20)


def asked(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def asked_whole(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return response


def put(client: Client, slug: str = "lustre") -> None:
    assert client.post("/carrinho/adicionar/", {"produto": slug, "quantidade": "1"}).status_code == 303


def without_own_parts(page: str) -> str:
    """What must be the same for two visitors: no token, no key of a sending."""
    return re.sub(r'name="(csrfmiddlewaretoken|chave)" value="[^"]+"', "", page)


def prices(page: str) -> set[str]:
    """What everything on the page costs by card."""
    return set(re.findall(r'price__card">ou (?:<strong>)?R\$\xa0([\d.,]+)', page))


def moments(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


# --- Kept at all -----------------------------------------------------------------------------------
@pytest.mark.parametrize("address", PAGES)
def test_the_second_visitor_costs_one_statement_and_gets_the_same_page(address: str) -> None:
    first = asked(Client(), address)
    with CaptureQueriesContext(connection) as queries:
        second = asked(Client(), address)
    assert (len(queries), second) == (1, first)


@pytest.mark.parametrize(("address", "door"), [("/", "home"), ("/catalogo/", "listing")])
def test_what_is_older_than_its_name_gets_none_and_nobody_keeps_it(
    address: str, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its snapshot is being renewed by another thread: what is shown is one version behind."""
    named = asked_whole(Client(), address)
    assert (named.has_header("ETag"), named.headers["Cache-Control"].split(",")[0]) == (True, "public")
    kept.store.clear()
    monkeypatch.setattr(f"catalog.views.{door}.content_version", lambda request: content_version(request) + 1)
    if door == "home":
        old = window.load(version=content_version(RequestFactory().get("/")))
        monkeypatch.setattr("catalog.window.load", lambda version: old)
    behind = asked_whole(Client(), address)
    assert (behind.has_header("ETag"), behind.headers["Cache-Control"]) == (False, "private, no-store")
    assert kept.store.addresses == []


@pytest.mark.parametrize("address", PAGES)
def test_a_kept_page_is_the_page_a_new_process_would_make(address: str) -> None:
    for cookies in ({}, {"tema": "escuro"}):
        client = Client()
        client.cookies.load(cookies)
        asked(client, address)
        again = asked(client, address)
        kept.store.clear()
        assert again == asked(client, address)
        assert kept.gap("x")[:8] not in again


def test_light_and_dark_are_kept_apart() -> None:
    dark = Client()
    dark.cookies["tema"] = "escuro"
    assert ('data-theme="' in asked(Client(), "/"), 'data-theme="dark"' in asked(dark, "/")) == (False, True)
    assert ('data-theme="' in asked(Client(), "/"), 'data-theme="dark"' in asked(dark, "/")) == (False, True)


@pytest.mark.parametrize("address", ["/busca/?q=lustre", f"{LAMP}?cep=01310-100", "/carrinho/", "/nada/"])
def test_what_is_asked_once_or_is_personal_is_not_kept(address: str) -> None:
    Client().get(address)
    assert kept.store.addresses == []


# --- Never behind ------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", PAGES)
def test_a_new_price_is_seen_at_once(address: str, lamp: Product) -> None:
    assert "80,00" in prices(asked(Client(), address))
    Product.objects.filter(pk=lamp.pk).update(price=Decimal("200.00"))
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    seen = prices(asked(Client(), address))
    assert ("160,00" in seen, "80,00" in seen) == (True, False)


def test_a_sold_unit_is_seen_at_once(lamp: Product) -> None:
    Product.objects.filter(pk=lamp.pk).update(stock=3)
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    assert "Restam 3 unidades" in asked(Client(), LAMP)
    Product.objects.filter(pk=lamp.pk).update(stock=2)  # the class of availability, and so the version, stays
    assert "Restam 2 unidades" in asked(Client(), LAMP)


def test_a_page_that_says_the_same_with_one_unit_less_is_kept(lamp: Product) -> None:
    made = Client().get(LAMP)
    Product.objects.filter(pk=lamp.pk).update(stock=8)
    with CaptureQueriesContext(connection) as asked_for:
        again = Client().get(LAMP)
    assert (len(asked_for), again["ETag"], again.content) == (1, made["ETag"], made.content)


@pytest.mark.parametrize(
    ("stock", "low", "minimum", "same"),
    [
        (9, 5, 1, (6, 2**31)),
        (6, 5, 1, (6, 2**31)),
        (5, 5, 1, (5, 6)),  # how many are left is told
        (0, 5, 1, (0, 1)),
        (1, 0, 1, (1, 2**31)),
        (9, 5, 12, (6, 12)),  # in stock, and too few to buy
        (12, 5, 12, (12, 2**31)),
    ],
)
def test_the_counts_a_page_says_the_same_with(stock: int, low: int, minimum: int, same: tuple[int, int]) -> None:
    product = Product(stock=stock, low_stock_threshold=low, minimum_order_quantity=minimum)
    counts = sheet.same_stocks(product)
    assert (counts.start, counts.stop, stock in counts) == (*same, True)


def test_every_count_of_a_range_is_said_in_the_same_words() -> None:
    """Against what the page is made of, for all small shops."""
    for low, minimum, stock in product_of(range(4), range(1, 5), range(9)):
        one = Product(stock=stock, low_stock_threshold=low, minimum_order_quantity=minimum, is_visible=True)
        for other in sheet.same_stocks(one)[:9]:
            two = Product(stock=other, low_stock_threshold=low, minimum_order_quantity=minimum, is_visible=True)
            assert sheet.stock_block(one) == sheet.stock_block(two), (low, minimum, stock, other)
            assert sheet.purchase(one) == sheet.purchase(two), (low, minimum, stock, other)
            assert one.availability == two.availability


@pytest.mark.parametrize("address", PAGES)
def test_a_lamp_that_is_sold_out_is_seen_at_once(address: str, lamp: Product) -> None:
    assert "Esgotado" not in asked(Client(), address)
    Product.objects.filter(pk=lamp.pk).update(stock=0)
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    assert "Esgotado" in asked(Client(), address)


def test_a_hidden_lamp_is_gone_at_once(lamp: Product) -> None:
    asked(Client(), LAMP)
    Product.objects.filter(pk=lamp.pk).update(is_published=False)
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    assert Client().get(LAMP).status_code == 404
    assert "Lustre" not in asked(Client(), "/catalogo/")


def test_a_sale_ends_on_the_lamps_page_at_its_moment(lamp: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    end = now + timedelta(minutes=3)
    Product.objects.filter(pk=lamp.pk).update(sale_ends_at=end)
    publication.refresh(product_ids=[lamp.pk], at=now)
    before = Client().get(LAMP)
    assert "80,00" in prices(before.content.decode())
    moments(monkeypatch, end - timedelta(seconds=1))
    assert Client().get(LAMP, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    moments(monkeypatch, end)
    after = Client().get(LAMP, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, prices(after.content.decode()) & {"80,00", "100,00"}) == (200, {"100,00"})


def test_a_sale_begins_on_the_lamps_page_at_its_moment_and_in_lists_with_the_next_job(
    lamp: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    start = now + timedelta(minutes=3)
    Product.objects.filter(pk=lamp.pk).update(sale_starts_at=start)
    publication.refresh(product_ids=[lamp.pk], at=now)
    assert [prices(asked(Client(), address)) for address in (LAMP, "/catalogo/")] == [{"100,00", "45,00"}] * 2
    moments(monkeypatch, start)
    assert prices(asked(Client(), LAMP)) == {"80,00", "45,00"}
    clock.reprice(at=start)
    assert prices(asked(Client(), "/catalogo/")) == {"80,00", "45,00"}


def test_a_banner_begins_and_ends_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    hours = {"starts_at": now + timedelta(minutes=1), "ends_at": now + timedelta(minutes=2)}
    Banner.objects.create(place="top", title="Só agora", **hours)
    publication.touch()
    seen = []
    for minutes in (0, 1, 2):
        moments(monkeypatch, now + timedelta(minutes=minutes))
        seen.append("Só agora" in asked(Client(), "/catalogo/"))
    assert seen == [False, True, False]


def test_nothing_is_kept_longer_than_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    asked(Client(), "/catalogo/")
    moments(monkeypatch, now + timedelta(minutes=9))
    with CaptureQueriesContext(connection) as before:
        asked(Client(), "/catalogo/")
    moments(monkeypatch, now + timedelta(minutes=11))
    with CaptureQueriesContext(connection) as after:
        asked(Client(), "/catalogo/")
    assert (len(before), len(after) > 1) == (1, True)


# --- Nobody else's -----------------------------------------------------------------------------------
@pytest.mark.parametrize("address", PAGES)
def test_a_cart_is_counted_at_once_and_for_its_owner_alone(address: str) -> None:
    owner, stranger = Client(), Client()
    empty = asked(stranger, address)
    put(owner)
    asked(owner, "/carrinho/")  # takes the message
    assert 'aria-label="Carrinho, 1 item"' in asked(owner, address)
    put(owner, "cupula")
    asked(owner, "/carrinho/")
    assert 'aria-label="Carrinho, 2 itens"' in asked(owner, address)
    assert asked(stranger, address) == empty
    assert "csrfmiddlewaretoken" not in empty


@pytest.mark.parametrize("address", PAGES)
def test_a_guest_with_a_cart_costs_two_statements(address: str) -> None:
    """What the page is made of, and what is in the cart: no session, no user, nothing of the product again."""
    guest = Client()
    put(guest)
    asked(guest, "/carrinho/")  # takes the message
    asked(guest, address)
    with CaptureQueriesContext(connection) as queries:
        answer = guest.get(address)
    page = answer.content.decode()
    assert "user" not in vars(answer.wsgi_request)  # answered before anybody is looked for
    tables = [re.findall(r'FROM "(\w+)"', query["sql"])[-1] for query in queries.captured_queries]
    assert (tables, 'aria-label="Carrinho, 1 item"' in page) == (["catalog_cataloguestate", "cart_cart"], True)


def test_forms_of_a_kept_page_are_a_guests_own() -> None:
    guest = Client(enforce_csrf_checks=True)
    put(guest)
    guest.get("/carrinho/")
    for _ in range(2):
        page = asked(guest, "/catalogo/")
    token = re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page)[0]
    put_again = {"produto": "cupula", "quantidade": "1"}
    assert guest.post("/carrinho/adicionar/", put_again).status_code == 403
    assert guest.post("/carrinho/adicionar/", put_again | {"csrfmiddlewaretoken": token}).status_code == 303


def test_a_guest_whose_token_cookie_is_lost_gets_another_with_a_kept_page() -> None:
    guest = Client()
    put(guest)
    asked(guest, "/catalogo/")
    del guest.cookies["csrf"]
    answer = guest.get("/catalogo/")
    assert ("csrf" in answer.cookies, "csrfmiddlewaretoken" in answer.content.decode()) == (True, True)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_freight_to_where_the_cart_goes_stands_on_a_kept_page() -> None:
    FreightRate.objects.all().delete()
    buying.rate(price=Decimal("16.70"))
    asked(Client(), LAMP)
    guest = Client()
    put(guest)
    guest.post("/carrinho/entrega/", {"cep": "01310-100"})
    guest.get("/carrinho/")
    page = asked(guest, LAMP)
    assert ("16,70" in page, "01310-100" in page, "16,70" in asked(Client(), LAMP)) == (True, True, False)


@pytest.mark.parametrize("address", PAGES)
def test_whoever_made_the_page_leaves_nothing_in_it(address: str, as_ana: Client) -> None:
    """The first to ask is known, has a cart, a message, favourites and a place in the comparison."""
    kept.store.clear()
    put(as_ana)
    for door in ("/favoritos/adicionar/", "/comparar/adicionar/"):
        as_ana.post(door, {"produto": "lustre"})
    hers = asked(as_ana, address)
    assert (ANA in hers, 'class="message ' in hers, "csrfmiddlewaretoken" in hers) == (True, True, True)
    assert hers.count('aria-pressed="true"') >= 2
    stranger = asked(Client(), address)
    kept.store.clear()
    assert stranger == asked(Client(), address)
    for trace in (ANA, 'class="message ', "csrfmiddlewaretoken", 'data-mark="favorites" aria-pressed="true"', "chave"):
        assert trace not in stranger


@pytest.mark.parametrize("address", PAGES)
def test_two_visitors_of_one_kept_page_see_only_their_own(address: str, as_ana: Client) -> None:
    asked(Client(), address)
    eva, other = Client(), make.user(name="Eva Lima")
    eva.force_login(other)
    eva.post("/favoritos/adicionar/", {"produto": "cupula"})
    put(as_ana)
    as_ana.get("/carrinho/")
    hers, evas = asked(as_ana, address), asked(eva, address)
    assert (ANA in hers, "Minha conta, Eva" in hers, 'aria-label="Carrinho, 1 item"' in hers) == (True, False, True)
    assert (ANA in evas, "Minha conta, Eva" in evas, 'aria-label="Carrinho"' in evas) == (False, True, True)
    tokens = [set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page)) for page in (hers, evas)]
    assert [len(found) for found in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    as_ana.post("/sair/")
    assert ANA not in asked(as_ana, address)


@pytest.mark.parametrize("address", PAGES)
def test_marks_are_pressed_and_let_go_at_once(address: str) -> None:
    client = Client()
    asked(client, address)
    for door, kind in (("favoritos", "favorites"), ("comparar", "compare")):
        button = f'name="produto" value="lustre" data-mark="{kind}" aria-pressed="true"'
        client.post(f"/{door}/adicionar/", {"produto": "lustre"})
        page = asked(client, address)
        assert page.count(f'formaction="/{door}/remover/" {button}') >= 1
        assert f'value="cupula" data-mark="{kind}" aria-pressed="true"' not in page
        client.post(f"/{door}/remover/", {"produto": "lustre"})
        assert button not in asked(client, address)


@pytest.mark.parametrize("address", PAGES)
def test_a_known_visitor_gets_what_the_templates_alone_would_print(address: str, as_ana: Client) -> None:
    as_ana.post("/favoritos/adicionar/", {"produto": "lustre"})
    put(as_ana)
    as_ana.get("/carrinho/")
    asked(as_ana, "/produto/cupula/")
    from_kept = [asked(as_ana, address) for _ in range(2)][1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("catalog.views.answers.address", lambda request: None)
        printed = asked(as_ana, address)
    assert without_own_parts(from_kept) == without_own_parts(printed)


def test_a_message_is_told_once_on_a_kept_page() -> None:
    client = Client()
    asked(client, "/catalogo/")
    put(client)
    told = [read(client.get("/catalogo/")).all(css="message__text") for _ in range(2)]
    assert [len(messages) for messages in told] == [1, 0]
    assert "Lustre" in told[0][0].text


def test_what_was_looked_at_is_remembered_behind_a_kept_page() -> None:
    client = Client()
    client.post("/favoritos/adicionar/", {"produto": "lustre"})
    for address in (LAMP, "/produto/cupula/", LAMP, LAMP):
        page = asked(client, address)
    assert "Vistos há pouco" in page
    assert "Vistos há pouco" not in asked(Client(), LAMP)


def test_a_preview_of_staff_is_kept_by_nobody() -> None:
    make.product("Lançamento", slug="lancamento", is_published=False)
    client = Client()
    client.force_login(make.user(is_staff=True, is_superuser=True))
    client.get("/produto/lancamento/?previa=1")
    assert kept.store.addresses == []
    assert Client().get("/produto/lancamento/?previa=1").status_code == 404


# --- Headers, and room -------------------------------------------------------------------------------
@pytest.mark.parametrize("address", PAGES)
def test_a_kept_page_is_closed_and_shared_like_any_other(address: str) -> None:
    made, again = (Client().get(address).headers for _ in range(2))
    own = {"X-Request-Id"}
    assert {k: v for k, v in made.items() if k not in own} == {k: v for k, v in again.items() if k not in own}
    assert again["X-Frame-Options"] == "DENY"
    assert "default-src 'self'" in again["Content-Security-Policy"]
    assert Client().get(address, headers={"Host": "evil.example"}).status_code == 400
    assert Client().get(address, headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def page_of(size: int) -> Kept:
    return Kept(Page("", 1, None, range(0), (), timezone.now(), '"x"'), (b"x" * size,), ())


def test_the_least_asked_pages_make_room() -> None:
    store = Store[Kept](most_bytes=4 * 240)  # three that were asked again, and one that was not
    for name in "aabbccbdd":
        if store.get(name) is None:
            store.put(name, page_of(200))
    assert store.addresses == ["c", "b", "d"]
    assert store.again.held + store.once.held == 3 * (200 * 7 // 6)


def test_an_address_asked_again_stays_though_its_page_had_to_go_meanwhile() -> None:
    store = Store[Kept](most_bytes=4 * 240)
    for name in "abcab":  # each has to go for the next before it is asked again
        assert store.get(name) is None
        store.put(name, page_of(200))
    assert store.addresses == ["c", "a", "b"]
    assert [store.get(name) is not None for name in "abc"] == [True] * 3


def test_addresses_nobody_asks_again_push_out_no_others() -> None:
    store = Store[Kept](most_bytes=4 * 240)
    store.put("home", page_of(200))
    assert store.get("home") is not None
    for number in range(100):
        store.put(f"/catalogo/?x={number}", page_of(200))
    store.put("home", page_of(150))  # made anew at an address that is asked again and again
    assert store.addresses == ["/catalogo/?x=99", "home"]
    assert ("home" in store, "/catalogo/?x=98" in store) == (True, False)
