"""Which language a person's and an order's letters will be in, and what the account says in English."""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts import addresses, privacy
from accounts.models import User
from catalog.models import Product
from iluminacasa import languages
from iluminacasa.languages import ENGLISH, PORTUGUESE
from orders import checkout
from orders.models import Order
from tests import buying, make
from tests.orders.api.conftest import guest_cart, order_body
from tests.pages_buy.shopper import Shopper
from tests.people import EMAIL, PASSWORD

pytestmark = pytest.mark.django_db


def post(address: str, body: dict[str, Any], **headers: str) -> Any:
    return Client().post(f"/api/v1/{address}", json.dumps(body), content_type="application/json", headers=headers)


# --- What is kept --------------------------------------------------------------------------------
@pytest.mark.parametrize(("prefix", "language"), [("", PORTUGUESE), ("/en", ENGLISH)])
def test_the_language_of_a_new_account_is_that_of_the_page(prefix: str, language: str) -> None:
    typed = {"nome": "Rui Dias", "email": "rui@example.com", "senha": PASSWORD}
    assert Client().post(f"{prefix}/cadastro/", typed).status_code == 303
    assert User.objects.get(email="rui@example.com").language == language


@pytest.mark.parametrize(("said", "language"), [({}, PORTUGUESE), ({"Accept-Language": "en-GB"}, ENGLISH)])
def test_the_language_of_a_new_account_is_what_the_app_asks_for(said: dict[str, str], language: str) -> None:
    body = {"email": "rui@example.com", "password": PASSWORD, "name": "Rui Dias"}
    assert post("auth/register/", body, **said).status_code == 201
    assert User.objects.get(email="rui@example.com").language == language


def test_each_sign_in_says_the_language_anew(ana: User) -> None:
    typed = {"email": EMAIL, "senha": PASSWORD}
    for address, language in (("/en/entrar/", ENGLISH), ("/entrar/", PORTUGUESE), ("/en/entrar/", ENGLISH)):
        assert Client().post(address, typed).status_code == 303
        ana.refresh_from_db()
        assert ana.language == language


def test_an_app_that_does_not_say_changes_no_language(ana: User) -> None:
    body = {"email": EMAIL, "password": PASSWORD}
    for said, language in (
        ({"Accept-Language": "en"}, ENGLISH),
        ({}, ENGLISH),
        ({"Accept-Language": "pt"}, PORTUGUESE),
    ):
        assert post("auth/login/", body, **said).status_code == 200
        ana.refresh_from_db()
        assert ana.language == language


@pytest.fixture
def lamp(settings: Any) -> Product:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    settings.PIX_MERCHANT_NAME, settings.PIX_MERCHANT_CITY = "Ilumina Casa", "São Paulo"
    return buying.goods(price="100.00")


@pytest.mark.parametrize(("said", "language"), [({}, PORTUGUESE), ({"Accept-Language": "en"}, ENGLISH)])
def test_the_language_of_an_order_by_app(lamp: Product, said: dict[str, str], language: str) -> None:
    body = order_body(cart_token=guest_cart({lamp: 2}))
    assert post("orders/", body, **{"Idempotency-Key": "k"}, **said).status_code == 201
    assert Order.objects.get().language == language


def test_the_same_call_in_another_language_is_the_same_order(lamp: Product) -> None:
    body = order_body(cart_token=guest_cart({lamp: 2}))
    for said in ({}, {"Accept-Language": "en"}):
        assert post("orders/", body, **{"Idempotency-Key": "k"}, **said).status_code == 201
    assert Order.objects.get().language == PORTUGUESE


def test_where_nobody_says_an_order_is_in_the_language_of_its_buyer(lamp: Product) -> None:
    buyer = make.user(EMAIL, language=ENGLISH)
    cart = buying.cart_with({lamp: 1}, user=buyer)
    placed = checkout.place_order(
        cart=cart, buyer=buying.buyer(user=buyer), delivery=buying.PICKUP, method="pix",
        expected_total=buying.total_of(cart), at=buying.NOON,
    )  # fmt: skip
    assert placed.order.language == ENGLISH


def test_the_language_of_an_order_is_that_of_the_page_that_placed_it(lamp: Product) -> None:
    shopper = Shopper.as_guest({lamp: 1})
    form = shopper.at_payment() | {"forma": "pix"}
    answer = shopper.client.post("/en/finalizar/pagamento/", form)
    order = Order.objects.get()
    assert (answer.status_code, answer["Location"][:18]) == (303, f"/en/pedido/{order.number}"[:18])
    assert order.language == ENGLISH


def test_the_database_knows_the_languages(ana: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=ana.pk).update(language="de")


def test_a_process_that_does_not_know_the_column_still_writes(ana: User) -> None:
    """The database itself fills it, for who was started before it came."""
    names = [field.column for field in User._meta.concrete_fields if field.column not in ("id", "language", "email")]
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO accounts_user (email, {columns}) SELECT 'b@example.com', {columns} FROM accounts_user"
        )
    assert User.objects.get(email="b@example.com").language == PORTUGUESE


# --- What is said --------------------------------------------------------------------------------
PAGES = {
    "entrar": "Sign in",
    "cadastro": "Create account",
    "cadastro/enviado": "Check your email",
    "senha/esqueci": "Forgotten your password?",
    "senha/nova/x": "This link no longer works",
    "email/confirmar/x": "This link no longer works",
    "conta": "My account",
    "conta/dados": "My details",
    "conta/dados/senha": "Change password",
    "conta/dados/email": "Change email",
    "conta/enderecos": "Addresses",
    "conta/enderecos/novo": "New address",
    "conta/privacidade": "Privacy",
    "conta/privacidade/dados": "Download my data",
    "conta/privacidade/excluir": "Delete account",
    "conta/sessoes": "Sessions",
}
ACCENT = re.compile(r"[ãõçáéíóúâêôà]", re.IGNORECASE)


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_the_pages_of_the_account_in_english(client: Client, as_ana: Client, path: str, title: str) -> None:
    browser = as_ana if path.startswith("conta") else client
    page = browser.get(f"/en/{path}/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert f"<h1>{title}</h1>" in main
    states = re.sub(r"<select.*?</select>", "", main, flags=re.DOTALL)  # of Brazil, which have one name
    assert ACCENT.findall(states) == []
    assert [
        link for link in re.findall(r'(?:href|action)="(/[^"]*)"', main) if not link.startswith(("/en/", "/static/"))
    ] == []


def test_what_a_form_says_in_english() -> None:
    browser = Client()
    page = browser.post("/en/entrar/", {"email": EMAIL, "senha": "outra-senha-42"}).content.decode()
    assert "Wrong email or password." in page
    page = browser.post("/en/cadastro/", {"nome": "", "email": "ana", "senha": "1234"}).content.decode()
    for said in (
        "Enter your name.",
        "Enter a full email address, such as name@example.com.",
        "This password is too short. It must contain at least 8 characters.",
        "This password is too common.",
    ):
        assert said in page


def test_an_address_in_another_state_is_refused_in_english(as_ana: Client) -> None:
    typed = {
        "destinatario": "Ana Souza", "cep": "01310-100", "rua": "Avenida Paulista", "numero": "1000",
        "bairro": "Bela Vista", "cidade": "São Paulo", "estado": "RJ",
    }  # fmt: skip
    answer = as_ana.post("/en/conta/enderecos/novo/", typed)
    assert answer.status_code == 422
    assert "The CEP (postcode) 01310-100 is in São Paulo. Check the CEP or the state." in answer.content.decode()
    assert as_ana.post("/en/conta/enderecos/novo/", typed | {"estado": "SP"})["Location"] == "/en/conta/enderecos/"
    page = as_ana.get("/en/conta/enderecos/").content.decode()
    assert ("Address saved." in page, "Avenida Paulista, 1000" in page) == (True, True)


@pytest.mark.parametrize(("said", "detail", "title"), [
    ({}, "E-mail ou senha não conferem.", "E-mail ou senha não conferem"),
    ({"Accept-Language": "en"}, "Wrong email or password.", "Wrong email or password"),
])  # fmt: skip
def test_what_an_app_is_refused_with(said: dict[str, str], detail: str, title: str) -> None:
    problem = post("auth/login/", {"email": EMAIL, "password": "errada"}, **said).json()
    assert (problem["detail"], problem["title"], problem["code"]) == (detail, title, "invalid_credentials")


def test_what_an_app_is_told_of_fields_that_are_wrong() -> None:
    body = {"email": EMAIL, "password": "12345", "name": "Ana"}
    problem = post("auth/register/", body, **{"Accept-Language": "en"}).json()
    assert problem["errors"] == [
        {
            "field": "password", "code": "weak_password",
            "message": "This password is too short. Use at least 8 characters.",
        }
    ]  # fmt: skip


def test_the_book_of_addresses_says_when_it_is_full(ana: User, bearer: dict[str, str]) -> None:
    with languages.speaking(ENGLISH):
        assert str(addresses.AddressBookFull()) == "You already have 20 addresses. Delete one to save another."
    assert str(addresses.AddressBookFull()) == "Você já tem 20 endereços. Apague um para guardar outro."


def test_a_file_to_take_home_is_in_the_language_of_the_page(ana: User) -> None:
    with languages.speaking(ENGLISH):
        packed = privacy.archive(user=ana, at=buying.NOON)
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        page, facts = files.read("dados.html").decode(), json.loads(files.read("dados.json"))
    assert "<h1>My data at Ilumina Casa</h1>" in page
    assert "ana@example.com, on 10 Mar 2026, 12:00." in page
    assert '<th scope="col">Language</th>' in page
    assert facts["person"][0]["language"] == PORTUGUESE
