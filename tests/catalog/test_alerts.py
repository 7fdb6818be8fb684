"""Tell me when it is back, or cheaper: asked with double opt-in, told once."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from catalog import alerts, publication, stock
from catalog.models import Alert, Product
from iluminacasa import jobs
from tests import make
from tests.people import EMAIL, PASSWORD, links

pytestmark = pytest.mark.django_db
GUEST = "visita@example.com"


@pytest.fixture
def gone() -> Product:
    return make.product("Pendente Lua", price="200.00", stock=0)


@pytest.fixture
def lamp() -> Product:
    return make.product("Abajur Sol", price="200.00", stock=5)


def ask_page(client: Client, product: Product, **fields: str) -> Any:
    return client.post(f"/produto/{product.slug}/avisar/", {"email": GUEST} | fields)


def ask_api(product: Product, headers: dict[str, str] | None = None, **body: Any) -> Any:
    address = f"/api/v1/products/{product.slug}/alerts/"
    return Client().post(address, body, content_type="application/json", headers=headers or {})


def token(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def fill(product: Product, at: datetime) -> None:
    changed = stock.give_back(quantities={product.pk: 4}, cause=stock.Cause.COUNT, reference="", at=at)
    publication.refresh(product_ids=changed, at=at)


def reduce(product: Product, price: str, at: datetime) -> None:
    Product.objects.filter(pk=product.pk).update(price=Decimal(price), sale_price=Decimal(price))
    publication.refresh(product_ids=[product.pk], at=at)


# --- Asking --------------------------------------------------------------------------------------
def test_a_guest_asks_confirms_by_letter_and_is_told_once(gone: Product, now: datetime) -> None:
    client = Client()
    answer = ask_page(client, gone, quando="estoque")
    assert (answer.status_code, answer["Location"]) == (303, gone.get_absolute_url())
    fill(gone, now)
    assert alerts.tell(at=now) == 0  # nobody has confirmed
    assert [letter.subject for letter in mail.outbox] == ["Confirme seu aviso · Ilumina Casa"]
    confirm = links()[0]
    assert Client().get(confirm).status_code == 200
    assert Alert.objects.get().confirmed_at is None  # a mail scanner has only looked
    assert Client().post(confirm).status_code == 303
    assert Client().post(confirm).status_code == 303
    assert [alerts.tell(at=now), alerts.tell(at=now)] == [1, 0]
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == ([GUEST], "Voltou: Pendente Lua · Ilumina Casa")
    assert "R$\xa0190,00 no Pix ou R$\xa0200,00 no cartão" in letter.body
    assert Alert.objects.get().told_at == now


def test_a_lower_price_is_told_and_the_same_one_is_not(
    lamp: Product, ana: User, bearer: dict[str, str], now: datetime
) -> None:
    assert ask_api(lamp, bearer, kind="price_drop").json() == {
        "email": EMAIL, "kind": "price_drop", "confirmed": True,
        "detail": "Aviso guardado. Escrevemos quando acontecer.",
    }  # fmt: skip
    assert mail.outbox == []
    assert alerts.tell(at=now) == 0
    reduce(lamp, "200.01", now)
    assert alerts.tell(at=now) == 0
    reduce(lamp, "199.99", now)
    assert alerts.tell(at=now) == 1
    letter = mail.outbox[-1]
    assert letter.subject == "Baixou de preço: Abajur Sol · Ilumina Casa"
    assert "custava R$\xa0200,00 quando" in letter.body
    assert "custa R$\xa0199,99 no cartão, ou R$\xa0189,99 no Pix" in letter.body
    assert letter.extra_headers["List-Unsubscribe"].startswith("<http://testserver/avisos/cancelar/")


def test_the_job_tells(gone: Product, now: datetime) -> None:
    Alert.objects.create(product=gone, email=GUEST, kind="back_in_stock", confirmed_at=now)
    fill(gone, now)
    assert jobs.JOBS["alerts"].every == timedelta(minutes=5)
    assert [jobs.JOBS["alerts"].run(now), jobs.JOBS["alerts"].run(now)] == [1, 0]


def test_what_is_hidden_is_told_to_nobody(gone: Product, now: datetime) -> None:
    Alert.objects.create(product=gone, email=GUEST, kind="back_in_stock", confirmed_at=now)
    fill(gone, now)
    Product.objects.filter(pk=gone.pk).update(is_published=False)
    publication.refresh(product_ids=[gone.pk], at=now)
    assert alerts.tell(at=now) == 0
    assert ask_page(Client(), gone, quando="estoque").status_code == 404
    assert ask_api(gone, kind="price_drop", email=GUEST).status_code == 404


def test_nobody_is_mailed_in_anothers_name(lamp: Product, bearer: dict[str, str]) -> None:
    assert ask_api(lamp, bearer, kind="price_drop", email=GUEST).json()["confirmed"] is False
    assert Alert.objects.get().confirmed_at is None
    assert [letter.to for letter in mail.outbox] == [[GUEST]]


def test_an_account_without_a_proven_mailbox_confirms_like_a_guest(lamp: Product) -> None:
    user = make.user(GUEST)
    assert (
        alerts.ask(product=lamp, email=GUEST, kind="price_drop", user=user, address="10.0.0.1", at=timezone.now())
        is False
    )
    assert Alert.objects.get().confirmed_at is None


def test_asking_again_renews_one_wish(lamp: Product, now: datetime) -> None:
    for _ in range(2):
        assert ask_page(Client(), lamp).status_code == 303
    reduce(lamp, "150.00", now)
    ask_page(Client(), lamp)
    assert list(Alert.objects.values_list("kind", "price_seen")) == [("price_drop", Decimal("150.00"))]
    assert len(mail.outbox) == 3


def test_what_is_in_stock_cannot_come_back(lamp: Product) -> None:
    answer = ask_api(lamp, kind="back_in_stock", email=GUEST)
    assert (answer.status_code, answer.json()["code"]) == (409, "in_stock")
    assert not Alert.objects.exists()


def test_asking_does_not_tell_whether_a_mailbox_has_a_wish(lamp: Product, now: datetime) -> None:
    Alert.objects.create(
        product=lamp, email="tem@example.com", kind="price_drop", price_seen="200.00", confirmed_at=now
    )
    answers = {}
    for email in ("tem@example.com", "nao-tem@example.com"):
        found = [ask_api(lamp, kind="price_drop", email=email) for _ in range(6)]
        answers[email] = [(each.status_code, each.json().get("detail"), each.json().get("confirmed")) for each in found]
    assert answers["tem@example.com"] == answers["nao-tem@example.com"]
    assert [status for status, *_ in answers["tem@example.com"]] == [201] * 5 + [429]


def test_a_stranger_changes_nothing_of_a_confirmed_wish(lamp: Product, now: datetime) -> None:
    Alert.objects.create(product=lamp, email=GUEST, kind="price_drop", price_seen="200.00", confirmed_at=now)
    reduce(lamp, "150.00", now)
    assert ask_api(lamp, kind="price_drop", email=GUEST).status_code == 201
    kept = Alert.objects.get()
    assert (kept.price_seen, kept.confirmed_at) == (Decimal("200.00"), now)
    assert alerts.tell(at=now) == 1


def test_five_letters_an_hour_to_one_mailbox_are_enough(lamp: Product) -> None:
    assert [ask_page(Client(), lamp).status_code for _ in range(6)] == [303] * 5 + [429]


BAD = ["", "sem arroba", "a" * 300 + "@example.com", "a@b\x00.com", "<script>@x.y"]


@pytest.mark.parametrize("email", BAD)
def test_a_bad_address_is_refused_and_kept_on_the_page(lamp: Product, gone: Product, email: str) -> None:
    assert ask_page(Client(), gone, email=email, quando="estoque").status_code == 422
    assert ask_page(Client(), lamp, email=email).status_code == 422
    assert ask_api(lamp, kind="price_drop", email=email).status_code == 400
    assert not Alert.objects.exists()


@pytest.mark.parametrize("wish", ["", "nunca", "\x00", "x" * 5000])
def test_an_unknown_wish_is_refused(gone: Product, wish: str) -> None:
    assert ask_page(Client(), gone, quando=wish).status_code == 422
    assert ask_api(gone, kind=wish, email=GUEST).status_code == 400


@pytest.mark.parametrize("body", ["", "[]", "null", '{"kind": 1}', '{"kind": "price_drop", "email": []}', "{"])
def test_an_odd_body_is_400(lamp: Product, body: str) -> None:
    answer = Client().post(f"/api/v1/products/{lamp.slug}/alerts/", body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("text", ["lixo", "a:b:c", "é", "x" * 500])
@pytest.mark.parametrize("what", ["confirmar", "cancelar"])
def test_a_dead_link_says_so(what: str, text: str) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(f"/avisos/{what}/{text}/")
        assert answer.status_code == 400
        assert "não vale mais" in answer.content.decode()


# --- Ending --------------------------------------------------------------------------------------
def test_every_letter_holds_the_way_out(gone: Product, now: datetime) -> None:
    ask_page(Client(), gone, quando="estoque")
    _, cancel = links()
    assert cancel.startswith("/avisos/cancelar/")
    assert Client().get(cancel).status_code == 200
    assert Alert.objects.exists()
    assert Client().post(cancel).status_code == 303
    assert not Alert.objects.exists()
    assert Client().post(cancel).status_code == 400


def test_one_link_does_one_thing(gone: Product) -> None:
    ask_page(Client(), gone, quando="estoque")
    confirm, cancel = (token(link) for link in links())
    for verb, wrong in (("confirm", cancel), ("cancel", confirm)):
        body = {"token": wrong}
        assert Client().post(f"/api/v1/alerts/{verb}/", body, content_type="application/json").status_code == 400
    for verb, right in (("confirm", confirm), ("cancel", cancel)):
        body = {"token": right}
        assert Client().post(f"/api/v1/alerts/{verb}/", body, content_type="application/json").status_code == 204
    assert not Alert.objects.exists()


def test_the_account_lists_and_ends_its_own(
    lamp: Product, as_ana: Client, bearer: dict[str, str], now: datetime
) -> None:
    mine = Alert.objects.create(product=lamp, email=EMAIL, kind="price_drop", price_seen="200.00", confirmed_at=now)
    other = Alert.objects.create(product=lamp, email=GUEST, kind="price_drop", price_seen="200.00", confirmed_at=now)
    body = Client().get("/api/v1/users/me/alerts/", headers=bearer).json()
    assert [(each["id"], each["product"], each["price_seen"]) for each in body["results"]] == [
        (mine.pk, lamp.slug, "200.00")
    ]
    page = as_ana.get("/conta/avisos/").content.decode()
    assert "Quando custar menos de R$\xa0200,00" in page
    for number in (other.pk, 10**6, 2**70):
        assert as_ana.post(f"/conta/avisos/{number}/apagar/").status_code == 404
        assert Client().delete(f"/api/v1/users/me/alerts/{number}/", headers=bearer).status_code == 404
    assert as_ana.post(f"/conta/avisos/{mine.pk}/apagar/").status_code == 303
    assert list(Alert.objects.all()) == [other]
    assert "Nenhum aviso" in as_ana.get("/conta/avisos/").content.decode()
    assert Client().get("/conta/avisos/").status_code == 303
    assert Client().get("/api/v1/users/me/alerts/").status_code == 401


def test_a_mailbox_nobody_proved_shows_and_ends_nothing(lamp: Product, now: datetime) -> None:
    alert = Alert.objects.create(product=lamp, email=GUEST, kind="price_drop", confirmed_at=now)
    make.user(GUEST, password=PASSWORD)
    client = Client()
    client.post("/entrar/", {"email": GUEST, "senha": PASSWORD})
    assert lamp.title not in client.get("/conta/avisos/").content.decode()
    assert client.post(f"/conta/avisos/{alert.pk}/apagar/").status_code == 404


def test_old_wishes_are_forgotten(lamp: Product, now: datetime) -> None:
    make_one = {"product": lamp, "email": GUEST}
    Alert.objects.create(**make_one, kind="price_drop", requested_at=now - timedelta(days=8))
    Alert.objects.create(**make_one, kind="back_in_stock", requested_at=now - timedelta(days=7))
    Alert.objects.create(**make_one, kind="price_drop", confirmed_at=now, told_at=now - timedelta(days=91))
    Alert.objects.create(**make_one, kind="price_drop", confirmed_at=now, told_at=now - timedelta(days=89))
    assert alerts.prune(at=now) == 2
    assert Alert.objects.count() == 2


def test_the_product_page_leads_to_the_form(client: Client, lamp: Product, gone: Product) -> None:
    assert "Avise-me se baixar de preço" in client.get(lamp.get_absolute_url()).content.decode()
    assert "Avise-me quando voltar" in client.get(gone.get_absolute_url()).content.decode()
    page = client.get(f"/produto/{gone.slug}/avisar/").content.decode()
    assert 'value="estoque"' in page
    assert 'value="preco"' in page
    assert 'type="radio"' not in client.get(f"/produto/{lamp.slug}/avisar/").content.decode()
