"""Every letter in English, to who speaks English; and only to them."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import privacy
from accounts.models import User
from accounts.notices import STORE
from catalog import alert_letters
from catalog.models import Alert
from iluminacasa import languages
from iluminacasa.languages import ENGLISH, PORTUGUESE
from orders import letters, notices
from orders.models import Order
from orders.views import mail as papers
from tests import buying, make
from tests.people import EMAIL, PASSWORD

pytestmark = pytest.mark.django_db
NOON = buying.NOON
SUBJECTS = {
    "account_verify": "Confirm your email",
    "account_known": "You already have an account",
    "account_reset": "Create a new password",
    "account_password_changed": "Your password has changed",
    "account_email_change": "Confirm your new email",
    "account_email_announced": "Request to change your email",
    "account_email_changed": "Your email has changed",
    "account_erasure": "Your account will be deleted",
    "placed": "We have received your order: please pay by Pix",
    "expiring": "Your order is about to expire",
    "expire": "Your order has been cancelled: the time to pay ran out",
    "pay": "Payment confirmed",
    "pay_at_counter": "Payment confirmed",
    "revive": "Payment confirmed",
    "supply": "Payment confirmed",
    "pay_short": "We have your payment, but one product is missing",
    "payment_declined": "The payment was not approved",
    "paid_after_cancel": "We received a payment for a cancelled order",
    "ship": "Your order is on its way",
    "ready": "Ready for pickup",
    "deliver": "Your order has been delivered",
    "cancel": "Your order has been cancelled",
    "request_withdrawal": "We have received your withdrawal",
    "refuse_withdrawal": "About your return",
    "receive_return": "We have received your return",
    "refund_requested": "Your refund is on its way",
    "refunded": "Refund made",
    "review_invited": "How is your new light?",
    "alert_confirm": "Confirm your alert",
    "alert_back_in_stock": "Back in stock",
    "alert_price_drop": "The price has dropped",
}
NAMES = ("Pendente Cúpula Terracota 40 cm", "São Paulo/SP", "Ana Souza", "Avenida Paulista, 1000")
ACCENT = re.compile(r"[ãõçáéíóúâêôà]", re.IGNORECASE)


def in_english() -> dict[str, papers.Paper]:
    with languages.speaking(ENGLISH):
        return {paper.name: paper for paper in papers.papers()}


def test_every_letter_has_its_english_subject() -> None:
    assert {name: paper.subject.split(" · ")[0] for name, paper in in_english().items()} == SUBJECTS


@pytest.mark.parametrize("kind", ["text", "html"])
def test_no_line_of_a_letter_is_portuguese(kind: str) -> None:
    """Nothing reads as in Portuguese but names, amounts apart; and no word has an accent."""
    portuguese = {paper.name: getattr(paper, kind) for paper in papers.papers()}
    for name, paper in in_english().items():
        said = getattr(paper, kind)
        for known in (STORE["legal_name"], STORE["address"], *NAMES):
            said = said.replace(known, "")
        assert ACCENT.findall(said) == [], name
        same = {line for line in said.splitlines() if line in portuguese[name].splitlines()}
        assert [line for line in same if re.search(r"[a-z]{2} [a-z]{2}", re.sub("<[^>]*>|https?:\\S+", "", line))] == []


def test_every_link_of_the_shop_is_english() -> None:
    for name, paper in in_english().items():
        links = re.findall(r'https?://testserver(/[^\s"<]*)?', paper.text + paper.html)
        assert links, name
        assert {link[:4] for link in links} == {"/en/"}, name


def test_the_letter_of_an_order_is_in_the_language_it_was_placed_in() -> None:
    lamp = buying.goods(price="100.00")
    orders = [
        buying.place(buying.cart_with({lamp: 2}), method="pickup", language=language)
        for language in (ENGLISH, PORTUGUESE)
    ]
    notices.hand_over(at=NOON)
    english, portuguese = (str(letter.body) for letter in mail.outbox)
    assert [letter.subject for letter in mail.outbox] == [
        f"We have received your order · {orders[0].number} · Ilumina Casa",
        f"Recebemos seu pedido · {orders[1].number} · Ilumina Casa",
    ]
    assert "Hello Ana Souza,\n\nWe have received your order" in english
    assert "You pay R$\xa0200.00 when you pick it up." in english
    assert "You can pick it up at the shop from 11 Mar 2026" in english
    assert f"View the order: http://testserver/en/pedido/{orders[0].number}/" in english
    assert "Você paga R$\xa0200,00 na retirada." in portuguese
    assert f"Ver o pedido: http://testserver/pedido/{orders[1].number}/" in portuguese


def test_the_account_is_written_to_in_its_own_language(ana: User) -> None:
    """Whatever the page speaks from which somebody asks."""
    for spoken, asked_at in ((ENGLISH, "/senha/esqueci/"), (PORTUGUESE, "/en/senha/esqueci/")):
        User.objects.filter(pk=ana.pk).update(language=spoken)
        assert Client().post(asked_at, {"email": EMAIL}).status_code == 303
    english, portuguese = mail.outbox
    assert english.subject == "Create a new password · Ilumina Casa"
    assert "Hello Ana Souza,\n\nWe received a request to create a new password" in str(english.body)
    assert "http://testserver/en/senha/nova/" in str(english.body)
    assert portuguese.subject == "Crie uma nova senha · Ilumina Casa"
    assert "http://testserver/senha/nova/" in str(portuguese.body)


def test_the_day_of_an_erasure_is_written_in_english(ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(language=ENGLISH)
    privacy.ask_erasure_with_password(user=ana, password=PASSWORD, at=NOON)
    assert "on 17 Mar 2026 your data will be erased" in str(mail.outbox[-1].body)


def test_an_alert_is_written_in_the_language_of_the_wish() -> None:
    lamp = make.product(price="1249.00", title="Pendente Cúpula", title_en="Dome pendant")
    wish = Alert.objects.create(
        product=lamp, email=EMAIL, kind="price_drop", price_seen="1300.00", language=ENGLISH,
        requested_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    alert_letters.confirm.enqueue(wish.pk)
    alert_letters.came_true.enqueue(wish.pk)
    asked, told = mail.outbox
    assert asked.subject == "Confirm your alert · Ilumina Casa"
    assert "http://testserver/en/avisos/" in str(asked.body)
    assert told.subject == "Price drop: Dome pendant · Ilumina Casa"
    assert "Dome pendant cost R$\xa01,300.00 when you asked for this alert. It now costs R$\xa01,249.00 by card" in str(
        told.body
    )
    assert told.extra_headers["List-Unsubscribe"].startswith("<http://testserver/en/avisos/")


@pytest.mark.parametrize(("prefix", "subject"), [("", "Confirme seu aviso"), ("/en", "Confirm your alert")])
def test_a_wish_is_in_the_language_of_its_page(client: Client, prefix: str, subject: str) -> None:
    lamp = make.product(stock=0)
    asked = {"email": EMAIL, "quando": "estoque"}
    assert client.post(f"{prefix}/produto/{lamp.slug}/avisar/", asked).status_code == 303
    assert mail.outbox[0].subject == f"{subject} · Ilumina Casa"


def test_staff_read_the_letters_in_both_languages(client: Client) -> None:
    client.force_login(make.user("chefe@example.com", is_staff=True, is_superuser=True))
    page = client.get("/admin/emails/?idioma=en").content.decode()
    assert 'href="/admin/emails/account_verify/?idioma=en"' in page
    assert "Confirm your email · Ilumina Casa" in page
    assert '<html lang="en">' in client.get("/admin/emails/account_verify/?idioma=en").content.decode()
    assert '<html lang="pt-BR">' in client.get("/admin/emails/account_verify/").content.decode()


def test_what_a_letter_would_be_called_is_told_to_staff_in_portuguese() -> None:
    order = Order(language=ENGLISH, number="IC1", placed_at=NOON, total=Decimal(9))
    assert letters.subject_of("pay", order) == "Pagamento confirmado"
