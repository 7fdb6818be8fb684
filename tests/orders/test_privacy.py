"""What the shop knows of a person: handed out whole, taken away whole, but for what the tax office wants."""

import io
import json
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from django.utils import timezone

from accounts import addresses, consents, holdings, privacy, proofs, signup, tokens
from accounts.models import Address, Consent, Erasure, User
from cart import pricing
from cart.models import FreightRate
from catalog import favorites
from catalog.models import Alert, Review
from iluminacasa import jobs
from orders import access, audit, checkout, lifecycle, payments
from orders.models import Order, PaymentNotice
from tests import make
from tests.buying import ADDRESS, NOON, cart_with, coupon, goods, rate
from tests.people import PASSWORD, links, tokens_of

pytestmark = pytest.mark.django_db
EMAIL = "rita.moraes@example.com"
NAME, STREET, DOCUMENT, PHONE = "Rita Moraes", "Rua das Acácias", "39053344705", "+5521987654321"
NOTE = "Tocar a campainha da Rita"
ME, EXPORT = "/api/v1/users/me/", "/api/v1/users/me/export/"


@pytest.fixture
def rita() -> User:
    user = make.user(
        EMAIL, password=PASSWORD, name=NAME, phone=PHONE, document=DOCUMENT, email_verified_at=timezone.now()
    )
    fields = addresses.AddressFields(
        recipient=NAME, postal_code="20040002", street=STREET, number="7", district="Centro", city="Rio de Janeiro",
        state="RJ",
    )  # fmt: skip
    addresses.add(user=user, fields=fields, is_default=True)
    consents.set_marketing(user=user, is_wanted=True, origin="conta", at=NOON)
    return user


@pytest.fixture
def as_rita(rita: User) -> Client:
    client = Client()
    assert client.post("/entrar/", {"email": EMAIL, "senha": PASSWORD}).status_code == 303
    return client


@pytest.fixture
def bearer(rita: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens_of(EMAIL)['access']}"}


def buy(user: User | None, *, email: str = EMAIL, at: datetime = NOON, **more: Any) -> Order:
    """One lamp, to Rita's door, under her name."""
    if not FreightRate.objects.filter(cep_from="00000000").exists():
        FreightRate.objects.all().delete()
        rate(cep_from="00000000", cep_to="99999999")
    product = more.pop("product", None) or goods(price="100.00")
    cart = cart_with({product: 1}, user=user, at=at)
    address = ADDRESS | {"recipient": NAME, "street": STREET, "postal_code": "20040-002", "state": "RJ"}
    quote = pricing.quote(cart=cart, at=at, method="pix", postal_code="20040002", freight_method="economico")
    return checkout.place_order(
        cart=cart,
        buyer=checkout.Buyer(email=email, name=NAME, phone=PHONE, document=DOCUMENT, user=user),
        delivery=checkout.Delivery(method="economico", address=address),
        method="pix",
        expected_total=quote.total,
        at=at,
        note=NOTE,
        **more,
    ).order


def paid(order: Order, at: datetime = NOON) -> Order:
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=at)
    order.refresh_from_db()
    return order


def delivered(order: Order, at: datetime = NOON) -> Order:
    paid(order, at)
    lifecycle.ship(order=order, carrier="Correios", tracking_code="AA1", at=at, by=None)
    lifecycle.deliver(order=order, at=at)
    return order


# --- Handing out ---------------------------------------------------------------------------------
def opened(bearer: dict[str, str]) -> dict[str, Any]:
    answer = Client().post(EXPORT, {"password": PASSWORD}, content_type="application/json", headers=bearer)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def exported(bearer: dict[str, str]) -> Any:
    return Client().get(EXPORT, {"token": opened(bearer)["token"]}, headers=bearer)


def leave(bearer: dict[str, str], password: str = PASSWORD) -> Any:
    return Client().delete(ME, json.dumps({"password": password}), content_type="application/json", headers=bearer)


def test_the_app_is_handed_everything_once(rita: User, bearer: dict[str, str]) -> None:
    product = goods(price="100.00", title="Pendente Lua")
    order = buy(rita, product=product)
    favorites.add(user=rita, product_id=product.pk, at=NOON)
    make.review(product, author=rita, author_name="Rita", text="Linda.")
    Alert.objects.create(product=product, email=EMAIL, kind="price_drop", price_seen="100.00")
    body = exported(bearer).json()
    assert body["person"][0]["email"] == EMAIL
    assert [each["street"] for each in body["addresses"]] == [STREET]
    assert [each["kind"] for each in body["consents"]] == ["marketing"]
    assert [each["product"] for each in body["favorites"]] == [product.slug]
    assert [(each["text"], each["product"]) for each in body["reviews"]] == [("Linda.", product.slug)]
    assert [each["price_seen"] for each in body["alerts"]] == ["100.00"]
    assert [(each["number"], each["total"], each["note"]) for each in body["orders"]] == [
        (order.number, "115.00", NOTE)
    ]
    assert [(each["order"], each["title"], each["total"]) for each in body["order_lines"]] == [
        (order.number, "Pendente Lua", "95.00")
    ]
    assert [(each["order"], each["amount"]) for each in body["payments"]] == [(order.number, "115.00")]
    assert [each["kind"] for each in body["order_events"]] == ["placed"]
    assert len(body["carts"]) == len(body["cart_lines"]) == 1
    assert len(body["app_sessions"]) == 1
    assert "password" not in json.dumps(body)


def test_somebody_else_is_not_in_it(rita: User, bearer: dict[str, str]) -> None:
    other = make.user("outra@example.com")
    buy(other, email="outra@example.com")
    Alert.objects.create(product=goods(), email="outra@example.com", kind="price_drop")
    body = exported(bearer).json()
    assert body["orders"] == body["alerts"] == body["payments"] == []
    assert "outra@example.com" not in json.dumps(body)


def test_a_mailbox_nobody_proved_hands_out_nothing_of_its_guests() -> None:
    buy(None)
    Alert.objects.create(product=goods(), email=EMAIL, kind="price_drop")
    thief = make.user(EMAIL, password=PASSWORD)
    made = privacy.export(user=thief, at=NOON).as_dict()
    assert made["orders"] == made["alerts"] == []


def test_the_page_asks_the_password_and_gives_a_zip_of_both_forms(rita: User, as_rita: Client) -> None:
    buy(rita)
    wrong = as_rita.post("/conta/privacidade/dados/", {"senha": "outra"})
    assert wrong.status_code == 422
    answer = as_rita.post("/conta/privacidade/dados/", {"senha": PASSWORD})
    assert answer.status_code == 303
    file = as_rita.get(answer["Location"])
    assert (file.status_code, file["Content-Type"], file["Cache-Control"]) == (
        200, "application/zip", "private, no-store",
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
        assert packed.namelist() == ["dados.json", "dados.html"]
        body = json.loads(packed.read("dados.json"))
        text = packed.read("dados.html").decode()
    assert body["orders"][0]["street"] == STREET
    assert f"<td>{STREET}</td>" in text
    assert "<td>115,00</td>" in text
    assert "<h2>Pedidos</h2>" in text


def test_the_link_to_the_file_is_for_one_person_and_a_quarter_of_an_hour(
    rita: User, as_rita: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = as_rita.post("/conta/privacidade/dados/", {"senha": PASSWORD})["Location"]
    assert Client().get(link).status_code == 303  # to the sign-in page
    make.user("outra@example.com", password=PASSWORD)
    other = Client()
    other.post("/entrar/", {"email": "outra@example.com", "senha": PASSWORD})
    assert other.get(link).status_code == 400
    assert as_rita.get("/conta/privacidade/dados/lixo/").status_code == 400
    assert as_rita.get("/conta/privacidade/dados/%C3%A9/").status_code == 400
    monkeypatch.setattr(privacy, "EXPORT_AGE", timedelta(seconds=-1))
    assert as_rita.get(link).status_code == 400


def test_twenty_exports_an_hour_are_enough(rita: User, bearer: dict[str, str]) -> None:
    token = opened(bearer)["token"]
    answers = [Client().get(EXPORT, {"token": token}, headers=bearer).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]


def test_an_app_shows_the_password_before_it_gets_anything(rita: User, bearer: dict[str, str]) -> None:
    buy(rita)
    bare = Client().get(EXPORT, headers=bearer)
    assert (bare.status_code, bare.json()["code"]) == (403, "password_needed")
    wrong = Client().post(EXPORT, {"password": "outra"}, content_type="application/json", headers=bearer)
    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong_password")
    assert wrong.json()["errors"][0]["field"] == "password"
    assert opened(bearer)["expires_in"] == 900
    for token in ("lixo", "é", "x" * 5000):
        refused = Client().get(EXPORT, {"token": token}, headers=bearer)
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid_token")


def test_what_opens_the_export_of_one_person_opens_no_other(rita: User, bearer: dict[str, str]) -> None:
    make.user("outra@example.com", password=PASSWORD)
    other = {"Authorization": f"Bearer {tokens_of('outra@example.com')['access']}"}
    token = opened(bearer)["token"]
    assert Client().get(EXPORT, {"token": token}, headers=other).status_code == 400
    assert Client().get(EXPORT, {"token": token}).status_code == 401
    assert Client().get(EXPORT, {"token": token}, headers=bearer).status_code == 200


# --- Asking to be forgotten ----------------------------------------------------------------------
def test_a_token_without_the_password_closes_no_account(rita: User, bearer: dict[str, str]) -> None:
    bare = Client().delete(ME, headers=bearer)
    assert (bare.status_code, bare.json()["errors"][0]["field"]) == (400, "password")
    wrong = leave(bearer, "outra")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong_password")
    assert "WWW-Authenticate" not in wrong.headers
    assert not Erasure.objects.exists()
    assert leave(bearer).status_code == 204
    assert Erasure.objects.get().user == rita


def test_asking_closes_every_door_at_once_and_mails_the_way_back(rita: User, as_rita: Client) -> None:
    app = tokens_of(EMAIL)
    assert as_rita.post("/conta/privacidade/excluir/", {"senha": "outra"}).status_code == 422
    assert not Erasure.objects.exists()
    answer = as_rita.post("/conta/privacidade/excluir/", {"senha": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert as_rita.get("/conta/").status_code == 303
    assert Client().get(ME, headers={"Authorization": f"Bearer {app['access']}"}).status_code == 401
    assert Client().post("/entrar/", {"email": EMAIL, "senha": PASSWORD}).status_code == 422
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == ([EMAIL], "Sua conta será apagada · Ilumina Casa")
    asked = Erasure.objects.get()
    assert asked.due_at - asked.requested_at == timedelta(days=7)


def test_the_letter_leads_back(rita: User, bearer: dict[str, str]) -> None:
    assert leave(bearer).status_code == 204
    link = links()[-1]
    shown = Client().get(link)
    assert shown.status_code == 200
    assert "Manter minha conta" in shown.content.decode()
    assert Client().post(link).status_code == 303
    assert Client().post("/entrar/", {"email": EMAIL, "senha": PASSWORD}).status_code == 303
    assert Client().get(link).status_code == 400
    assert privacy.erase_due(at=timezone.now() + timedelta(days=30)) == 0
    assert User.objects.filter(email=EMAIL).exists()


def test_the_app_leads_back_too(rita: User, bearer: dict[str, str]) -> None:
    leave(bearer)
    token = links()[-1].rstrip("/").rpartition("/")[2]
    undo = "/api/v1/auth/erasure/undo/"
    assert Client().post(undo, {"token": "lixo"}, content_type="application/json").status_code == 400
    assert Client().post(undo, {"token": token}, content_type="application/json").status_code == 204
    assert Client().post(undo, {"token": token}, content_type="application/json").status_code == 400
    assert User.objects.get(email=EMAIL).is_active


def test_asking_twice_is_asking_once(rita: User) -> None:
    first = privacy.ask_erasure(user=rita, at=NOON)
    assert privacy.ask_erasure(user=rita, at=NOON + timedelta(days=3)) == first
    assert Erasure.objects.count() == len(mail.outbox) == 1


def test_staff_is_not_erased_by_itself(rita: User, bearer: dict[str, str], as_rita: Client) -> None:
    User.objects.filter(pk=rita.pk).update(is_staff=True)
    answer = leave(bearer)
    assert (answer.status_code, answer.json()["code"]) == (409, "staff_account")
    page = as_rita.post("/conta/privacidade/excluir/", {"senha": PASSWORD})
    assert page.status_code == 422
    assert "administração" in page.content.decode()
    assert User.objects.get(pk=rita.pk).is_active


@pytest.mark.parametrize("body", [{}, {"senha": ""}, {"senha": "\x00"}, {"senha": "x" * 2000}])
@pytest.mark.parametrize("address", ["/conta/privacidade/dados/", "/conta/privacidade/excluir/"])
def test_garbage_for_a_password_is_refused(as_rita: Client, address: str, body: dict[str, str]) -> None:
    assert as_rita.post(address, body).status_code == 422
    assert not Erasure.objects.exists()


# --- Being forgotten -----------------------------------------------------------------------------
LATER = NOON + timedelta(days=60)


def forget(user: User, at: datetime = LATER) -> int:
    privacy.ask_erasure(user=user, at=at - timedelta(days=7))
    return privacy.erase_due(at=at)


def columns_with(*texts: str) -> set[str]:
    """Every text column of every table in which one of these texts stands."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                values = [str(value) for value in model._default_manager.values_list(field.name, flat=True)]
                if any(text in value for value in values for text in texts):
                    found.add(f"{model._meta.label}.{field.name}")
    return found


def a_life_of(user: User) -> tuple[Order, Order]:
    """Something in every drawer: a delivered order and one nobody paid, a cart, marks, an opinion."""
    coupon("LUZ10")
    order, unpaid = delivered(buy(user)), buy(user)
    lifecycle.cancel(order=unpaid, at=NOON, by=user, reason=f"{NAME} mudou de ideia")
    PaymentNotice.objects.create(
        provider="pix", event_id="1", payment=order.payments.get(), body={"pagador": NAME}, outcome="applied"
    )
    product = goods()
    cart_with({product: 2}, user=user)
    favorites.add(user=user, product_id=product.pk, at=NOON)
    make.review(product, author=user, author_name="Rita M.", text="Boa.")
    Alert.objects.create(product=product, email=EMAIL, kind="price_drop")
    tokens.issue(user=user, agent="app", address="10.0.0.1", at=NOON)
    return order, unpaid


def test_the_mailbox_survives_nowhere_and_the_rest_only_where_the_tax_office_wants_it(
    rita: User, as_rita: Client
) -> None:
    order, unpaid = a_life_of(rita)
    assert forget(rita) == 1
    assert columns_with(EMAIL, PHONE, NOTE, "Rita M.") == set()
    assert columns_with(NAME, DOCUMENT, STREET) == {
        "orders.Order.name", "orders.Order.document", "orders.Order.recipient", "orders.Order.street",
    }  # fmt: skip
    order.refresh_from_db()
    unpaid.refresh_from_db()
    kept = (order.name, order.document, order.street, order.total, order.lines.count())
    assert kept == (NAME, DOCUMENT, STREET, Decimal("115.00"), 1)
    assert (unpaid.name, unpaid.document, unpaid.street, unpaid.total) == (
        "Pessoa removida", "", "", Decimal("115.00"),
    )  # fmt: skip
    assert not User.objects.filter(pk=rita.pk).exists()
    assert Review.objects.get().author_name == "Cliente da loja"
    assert Consent.objects.get(kind="marketing").user is None
    assert not Address.objects.exists()
    assert list(audit.violations(at=LATER)) == []
    done = Erasure.objects.get()
    assert (done.user, done.done_at) == (None, LATER)


def test_the_same_address_begins_anew(rita: User) -> None:
    a_life_of(rita)
    forget(rita)
    signup.register(email=EMAIL, password=PASSWORD, name="Outra Rita", address="10.0.0.2", at=LATER)
    fresh = User.objects.get(email=EMAIL)
    fresh.email_verified_at = LATER
    fresh.save()
    holdings.claim(user=fresh)
    made = privacy.export(user=fresh, at=LATER).as_dict()
    assert [made[key] for key in ("orders", "alerts", "reviews", "favorites", "carts", "addresses")] == [[]] * 6


def test_the_links_of_an_erased_person_open_nothing(rita: User) -> None:
    order = delivered(buy(rita))
    token = access.token_of(order)
    assert access.by_token(number=order.number, token=token, at=NOON) == order
    forget(rita)
    with pytest.raises(access.OrderMissing):
        access.by_token(number=order.number, token=token, at=NOON)
    for email in (EMAIL, ""):
        with pytest.raises(access.OrderMissing):
            access.by_email(number=order.number, email=email)


def test_others_keep_everything(rita: User) -> None:
    other = make.user("outra@example.com", name="Outra Pessoa", email_verified_at=NOON)
    order = delivered(buy(other, email="outra@example.com"))
    before = Order.objects.filter(pk=order.pk).values().get()
    forget(rita)
    assert Order.objects.filter(pk=order.pk).values().get() == before
    assert User.objects.filter(pk=other.pk).exists()


def test_nobody_is_forgotten_before_the_seventh_day(rita: User) -> None:
    privacy.ask_erasure(user=rita, at=NOON)
    assert privacy.erase_due(at=NOON + timedelta(days=7, microseconds=-1)) == 0
    assert privacy.erase_due(at=NOON + timedelta(days=7)) == 1


def test_what_is_under_way_ends_first(rita: User) -> None:
    order = paid(buy(rita))
    assert privacy.waits_for(user=rita, at=NOON) == [f"Pedido {order.number}: pago"]
    assert forget(rita) == 0
    lifecycle.ship(order=order, carrier="Correios", tracking_code="AA1", at=LATER, by=None)
    lifecycle.deliver(order=order, at=LATER)
    assert privacy.waits_for(user=rita, at=LATER) == [f"Pedido {order.number}: pode ser devolvido até 16/05/2026"]
    assert privacy.erase_due(at=LATER + timedelta(days=7)) == 0
    assert privacy.erase_due(at=LATER + timedelta(days=8)) == 1
    assert privacy.erase_due(at=LATER + timedelta(days=8)) == 0


def test_the_page_says_what_is_under_way(rita: User, as_rita: Client) -> None:
    order = buy(rita)
    assert f"Pedido {order.number}: aguardando pagamento" in as_rita.get("/conta/privacidade/excluir/").content.decode()


def test_a_failure_half_way_forgets_nothing(rita: User, monkeypatch: pytest.MonkeyPatch) -> None:
    a_life_of(rita)
    privacy.ask_erasure(user=rita, at=NOON)
    monkeypatch.setattr(User, "delete", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        privacy.erase_due(at=LATER)
    assert Order.objects.filter(email=EMAIL).count() == 2
    assert Erasure.objects.get().done_at is None


def test_after_five_years_nothing_is_wanted_any_more(rita: User) -> None:
    order = delivered(buy(rita))
    forget(rita)
    assert jobs.JOBS["old fiscal remainders"].run(NOON + timedelta(days=5 * 366)) == 0
    assert jobs.JOBS["old fiscal remainders"].run(NOON + timedelta(days=5 * 366 + 1)) == 1
    assert columns_with(NAME, DOCUMENT, STREET) == set()
    order.refresh_from_db()
    assert order.total == Decimal("115.00")


# --- Claiming ------------------------------------------------------------------------------------
def test_orders_of_a_guest_join_the_account_once_the_mailbox_is_proven() -> None:
    order, foreign = buy(None), buy(None, email="outra@example.com")
    signup.register(email=EMAIL, password=PASSWORD, name=NAME, address="10.0.0.1", at=NOON)
    Client().post("/entrar/", {"email": EMAIL, "senha": PASSWORD})
    order.refresh_from_db()
    assert order.user is None
    confirm = next(link for link in links() if link.startswith("/email/confirmar/"))
    assert Client().post(confirm, {"senha": PASSWORD}).status_code == 303
    for each in (order, foreign):
        each.refresh_from_db()
    assert order.user == User.objects.get(email=EMAIL)
    assert foreign.user is None


def test_who_opened_an_account_in_anothers_name_never_gets_her_orders() -> None:
    """She bought as a guest; a stranger registers her address, and she opens the letter that comes."""
    order = buy(None)
    signup.register(email=EMAIL, password="senha-do-ladrao-1", name="Rita", address="10.0.0.1", at=NOON)
    stranger = {"Authorization": f"Bearer {tokens_of(EMAIL, 'senha-do-ladrao-1')['access']}"}
    link = next(each for each in links() if each.startswith("/email/confirmar/"))
    token = link.rstrip("/").rpartition("/")[2]
    verify = "/api/v1/auth/email/verify/"
    bare = Client().post(verify, {"token": token}, content_type="application/json")
    assert (bare.status_code, bare.json()["code"]) == (400, "password_needed")
    assert Client().post(link).status_code == 422
    assert Client().post(link, {"senha": PASSWORD}).status_code == 422
    tokens_of(EMAIL, "senha-do-ladrao-1")
    order.refresh_from_db()
    assert order.user is None
    assert Client().get("/api/v1/orders/", headers=stranger).json()["count"] == 0
    signup.ask_reset(email=EMAIL, address="10.0.0.2")
    assert Client().post(links()[-1], {"senha": PASSWORD}).status_code == 303
    assert Client().get("/api/v1/orders/", headers=stranger).status_code == 401
    mine = {"Authorization": f"Bearer {tokens_of(EMAIL)['access']}"}
    assert [each["number"] for each in Client().get("/api/v1/orders/", headers=mine).json()["results"]] == [
        order.number
    ]


def test_an_app_confirms_with_its_own_token_or_the_password(rita: User, bearer: dict[str, str]) -> None:
    order = buy(None)
    verify = "/api/v1/auth/email/verify/"
    for more, headers in (({}, bearer), ({"password": PASSWORD}, {})):
        User.objects.filter(pk=rita.pk).update(email_verified_at=None)
        Order.objects.update(user=None)
        body = {"token": proofs.verification(user=rita)} | more
        assert Client().post(verify, body, content_type="application/json", headers=headers).status_code == 204
        order.refresh_from_db()
        assert order.user == rita


def test_a_reset_letter_proves_the_mailbox_too() -> None:
    order = buy(None)
    make.user(EMAIL, password=PASSWORD)
    signup.ask_reset(email=EMAIL, address="10.0.0.1")
    assert Client().post(links()[-1], {"senha": "outra-luz-na-sala-43"}).status_code == 303
    order.refresh_from_db()
    assert order.user == User.objects.get(email=EMAIL)


def test_what_was_bought_without_signing_in_joins_at_the_next_sign_in(rita: User) -> None:
    order = buy(None)
    assert order.user is None
    tokens_of(EMAIL)
    order.refresh_from_db()
    assert order.user == rita


# --- Nothing forgotten ---------------------------------------------------------------------------
ENDS_WITH_THE_PERSON = {  # foreign keys to a person: gone or emptied when the person's row goes
    "accounts.Address.user", "accounts.BrowserSession.user", "accounts.Consent.user", "accounts.Erasure.user",
    "accounts.TokenFamily.user", "cart.Cart.user", "cart.CouponUse.user", "catalog.Favorite.user",
    "catalog.Purchase.user",
    "catalog.Review.author",
    "orders.Order.user", "orders.CustomerNote.user", "accounts.RecoveryCode.user", "otp_totp.TOTPDevice.user",
}  # fmt: skip
STAFF = {  # what somebody did at work
    "catalog.StockMove.actor", "catalog.Review.moderated_by", "orders.OrderEvent.actor",
    "orders.Payment.confirmed_by", "orders.Refund.requested_by", "admin.LogEntry.user",
    "orders.PhoneDraft.made_by", "orders.SavedFilter.owner", "orders.CustomerNote.author", "accounts.Activity.actor",
    "cart.CouponBatch.made_by", "catalog.PriceBatch.by", "catalog.SheetImport.by",
    "catalog.SyncRehearsal.by", "catalog.SyncRehearsal.applied_by",
}  # fmt: skip


def test_every_table_that_names_a_person_is_looked_after() -> None:
    """A new foreign key to a person must be handed out and taken away, and then written down here."""
    named = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User
    }
    assert named == ENDS_WITH_THE_PERSON | STAFF
