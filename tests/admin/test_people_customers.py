"""The customer's page, who asked to be forgotten, who waits for what."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import addresses, consents, holdings, privacy
from accounts.models import Activity, Consent, User
from catalog.models import Alert
from orders import customers
from orders.models import Customer, CustomerNote, Order
from tests import buying, make

pytestmark = pytest.mark.django_db
LIST = "admin:orders_customer_changelist"
SEES = ("orders.view_customer", "accounts.view_personal_data")
STREET = "Avenida Paulista"


@pytest.fixture
def ana(db: None, settings) -> User:
    """A customer with one of everything."""
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    now = timezone.now()
    user = make.user(
        "ana@example.com", name="Ana Souza", document="52998224725", phone="+5511912345678", email_verified_at=now
    )
    fields = addresses.AddressFields(
        recipient="Ana Souza", postal_code="01310100", street=STREET, number="1000", district="Bela Vista",
        city="São Paulo", state="SP",
    )  # fmt: skip
    addresses.add(user=user, fields=fields, is_default=True)
    consents.set_marketing(user=user, is_wanted=True, origin="site", at=now)
    lamp = buying.goods(at=now, title="Pendente Aro")
    make.review(lamp, author=user, rating=4)
    Alert.objects.create(product=lamp, email=user.email, kind=Alert.Kind.PRICE_DROP, confirmed_at=now)
    order = buying.place(buying.cart_with({lamp: 2}, user=user, at=now), email=user.email, at=now)
    Order.objects.filter(pk=order.pk).update(user=user, status=Order.Status.PAID, paid_at=now)
    return user


def page(browser, user: User) -> str:
    response = browser.get(reverse("admin:orders_customer_change", args=[user.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


# --- Reading -------------------------------------------------------------------------------------
def test_one_page_says_all_the_shop_knows(staff, ana) -> None:
    text = page(staff(*SEES, "orders.view_order", "orders.view_customernote"), ana)
    order = Order.objects.get()
    for expected in (
        "Ana Souza", "ana@example.com", "529.982.247-25", STREET, "01310-100", order.number, "novidades por e-mail",
        "concedido", "Avaliou Pendente Aro com 4 de 5", "Pediu aviso de Pendente Aro", "Nenhuma anotação",
    ):  # fmt: skip
        assert expected in text, expected
    assert f'href="{reverse("admin:orders_order_change", args=[order.pk])}"' in text


def test_the_page_hides_persons_from_who_need_not_know(staff, ana) -> None:
    browser = staff("orders.view_customer")
    for text in (page(browser, ana), browser.get(reverse(LIST)).content.decode()):
        for secret in ("ana@example.com", "Ana Souza", "52998224725", "529.982.247-25", STREET, "01310-100", "91234"):
            assert secret not in text
        assert "Ana S." in text
        assert "a•••@example.com" in text


@pytest.mark.parametrize(
    "word", ["ana@example", "souza", "529.982.247-25", "52998224725", "(11) 91234-5678", "Ana Souza"]
)
def test_a_customer_is_found_by_what_people_say_on_the_telephone(staff, ana, word: str) -> None:
    make.user("bia@example.com", name="Bia Lima", document="11144477735")
    shown = staff(*SEES).get(reverse(LIST), {"q": word}).context["cl"]
    assert [customer.pk for customer in shown.result_list] == [ana.pk]


def test_masked_eyes_find_by_order_number_alone(staff, ana) -> None:
    browser = staff("orders.view_customer")
    for word in ("ana@example", "souza", "52998224725"):
        assert browser.get(reverse(LIST), {"q": word}).context["cl"].result_count == 0
    assert browser.get(reverse(LIST), {"q": Order.objects.get().number}).context["cl"].result_count == 1


def test_the_list_tells_what_each_bought(boss, ana) -> None:
    make.user("bia@example.com")
    order = Order.objects.get()
    rows = {row.email: row for row in boss.get(reverse(LIST)).context["cl"].result_list}
    assert set(rows) == {"ana@example.com", "bia@example.com"}
    bought, not_yet = rows["ana@example.com"], rows["bia@example.com"]
    assert (bought.order_count, bought.spent, bought.last_order_at) == (1, order.total, order.placed_at)
    assert (not_yet.order_count, not_yet.spent) == (0, None)
    assert boss.get(reverse(LIST), {"compras": "nao"}).context["cl"].result_count == 1
    assert boss.get(reverse(LIST), {"compras": "sim"}).context["cl"].result_count == 1


def test_unpaid_and_canceled_orders_are_no_turnover(ana) -> None:
    Order.objects.update(status=Order.Status.CANCELED)
    assert customers.read(user=ana).spent == 0
    assert customers.with_sums(Customer.objects.filter(pk=ana.pk)).get().order_count == 0


def test_colleagues_are_no_customers(boss, owner) -> None:
    assert boss.get(reverse(LIST)).context["cl"].result_count == 0
    assert boss.get(reverse("admin:orders_customer_change", args=[owner.pk])).status_code == 302


def test_the_list_costs_the_same_for_ten_and_for_many(boss, django_assert_max_num_queries) -> None:
    for _ in range(30):
        make.user()
    boss.get(reverse(LIST))  # notes the browser
    with django_assert_max_num_queries(12):
        boss.get(reverse(LIST))


def test_the_page_of_a_good_customer_costs_no_more_than_that_of_a_new_one(boss, ana, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page(boss, ana)
    with CaptureQueriesContext(connection) as few:
        page(boss, ana)
    now = timezone.now()
    for _ in range(4):
        order = buying.place(buying.cart_with({buying.goods(at=now): 1}, user=ana, at=now), email=ana.email, at=now)
        Order.objects.filter(pk=order.pk).update(user=ana)
    with django_assert_num_queries(len(few)):
        page(boss, ana)


def test_nothing_of_a_customer_is_changed_here(boss, ana) -> None:
    path = reverse("admin:orders_customer_change", args=[ana.pk])
    boss.post(path, {"email": "outra@example.com", "name": "Outra", "is_staff": "on"})
    ana.refresh_from_db()
    assert (ana.email, ana.name, ana.is_staff) == ("ana@example.com", "Ana Souza", False)
    assert boss.get(reverse("admin:orders_customer_add")).status_code == 403
    assert boss.post(reverse("admin:orders_customer_delete", args=[ana.pk]), {"post": "yes"}).status_code == 403


# --- Notes ---------------------------------------------------------------------------------------
def note(browser, user: User, text: str):
    return browser.post(reverse("admin:orders_customer_note", args=[user.pk]), {"text": text})


def test_a_note_stands_with_its_author_and_is_told(boss, owner, ana) -> None:
    assert note(boss, ana, "Prefere entrega à tarde.").status_code == 302
    kept = CustomerNote.objects.get()
    assert (kept.user, kept.text, kept.author) == (ana, "Prefere entrega à tarde.", owner)
    assert "Dona: Prefere entrega à tarde." in page(boss, ana)
    assert (Activity.objects.latest("pk").verb, Activity.objects.latest("pk").kind) == ("added", "orders.customernote")


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_an_empty_or_endless_note_is_refused_with_what_was_typed(boss, ana, text: str) -> None:
    response = note(boss, ana, text)
    assert response.status_code == 422
    assert not CustomerNote.objects.exists()
    assert text in response.content.decode()


def test_notes_need_their_permissions(staff, ana) -> None:
    CustomerNote.objects.create(user=ana, text="Segredo da equipe")
    reader = staff(*SEES)
    assert note(reader, ana, "oi").status_code == 403
    assert "Segredo da equipe" not in page(reader, ana)
    assert "Segredo da equipe" in page(staff(*SEES, "orders.view_customernote"), ana)
    assert note(staff("orders.add_customernote"), ana, "oi").status_code == 403
    assert note(staff(*SEES, "orders.add_customernote"), ana, "oi").status_code == 302


def test_a_note_cannot_carry_markup(boss, ana) -> None:
    note(boss, ana, "<script>alert(1)</script>")
    assert "<script>alert(1)" not in page(boss, ana)


def test_the_person_gets_the_notes_with_their_data_and_they_go_with_the_person(ana) -> None:
    CustomerNote.objects.create(user=ana, text="Prefere a tarde")
    sections = {each.key: each.rows for chapter in holdings.chapters() for each in chapter.export(ana)}
    assert [row["text"] for row in sections["staff_notes"]] == ["Prefere a tarde"]
    ana.delete()
    assert not CustomerNote.objects.exists()


# --- Erasures ------------------------------------------------------------------------------------
def test_the_desk_of_erasures_says_what_each_waits_for(staff, ana) -> None:
    Order.objects.update(status=Order.Status.SHIPPED)
    asked = privacy.ask_erasure(user=ana, at=timezone.now() - timedelta(days=9))
    browser = staff("accounts.view_erasure", "accounts.view_personal_data")
    text = browser.get(reverse("admin:accounts_erasure_changelist")).content.decode()
    assert "ana@example.com" in text
    assert "na fila" in text
    text = browser.get(reverse("admin:accounts_erasure_change", args=[asked.pk])).content.decode()
    assert f"Pedido {Order.objects.get().number}: enviado" in text
    masked = staff("accounts.view_erasure").get(reverse("admin:accounts_erasure_changelist")).content.decode()
    assert "ana@example.com" not in masked
    assert "pediu a exclusão" in page(staff(*SEES), ana).lower()


@pytest.mark.parametrize(("state", "count"), [("abertas", 1), ("feitas", 0), ("desfeitas", 0), ("x", 1)])
def test_erasures_are_filtered_by_their_state(boss, state: str, count: int) -> None:
    privacy.ask_erasure(user=make.user(), at=timezone.now())
    shown = boss.get(reverse("admin:accounts_erasure_changelist"), {"situacao": state}).context["cl"]
    assert shown.result_count == count


def test_a_done_erasure_names_nobody(boss) -> None:
    asked = privacy.ask_erasure(user=make.user("eva@example.com"), at=timezone.now() - timedelta(days=9))
    privacy.erase(erasure_id=asked.pk, at=timezone.now())
    text = boss.get(reverse("admin:accounts_erasure_changelist")).content.decode()
    assert "eva@example.com" not in text
    assert "esquecida" in text


# --- Alerts --------------------------------------------------------------------------------------
def test_the_desk_of_alerts_tells_demand_and_hides_who_asks(staff, ana) -> None:
    product = Alert.objects.get().product
    Alert.objects.create(
        product=product, email="bia@example.com", kind=Alert.Kind.PRICE_DROP, confirmed_at=timezone.now()
    )
    Alert.objects.create(product=product, email="leo@example.com", kind=Alert.Kind.PRICE_DROP)
    path = reverse("admin:catalog_alert_changelist")
    seeing = staff("catalog.view_alert", "accounts.view_personal_data").get(path)
    assert "bia@example.com" in seeing.content.decode()
    assert {row.waiting for row in seeing.context["cl"].result_list} == {2}
    masked = staff("catalog.view_alert")
    assert "bia@example.com" not in masked.get(path).content.decode()
    assert masked.get(path, {"q": "bia@"}).context["cl"].result_count == 0
    assert masked.get(path, {"q": "Pendente"}).context["cl"].result_count == 3
    assert masked.get(path, {"situacao": "sem-confirmar"}).context["cl"].result_count == 1
    one = masked.get(reverse("admin:catalog_alert_change", args=[Alert.objects.latest("pk").pk]))
    assert "leo@example.com" not in one.content.decode()


def test_consents_are_shown_in_order_and_never_changed(boss, ana) -> None:
    consents.set_marketing(user=ana, is_wanted=False, origin="site", at=timezone.now())
    text = page(boss, ana)
    assert text.index("retirado") < text.index("concedido")
    assert Consent.objects.count() == 2
