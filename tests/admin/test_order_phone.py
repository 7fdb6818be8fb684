"""Orders by telephone: the shop's own goods, prices, stock and way of placing them; the customer pays by a link."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import addresses
from cart import basket
from cart.models import Cart
from orders import access, drafts, notices, phone
from orders.audit import violations
from orders.models import CheckoutDraft, Order, OrderEvent, PhoneDraft
from tests import make
from tests.admin.ordering import PEOPLE, PHONE, SEE, ordered
from tests.buying import coupon, goods, rate, stock_of

pytestmark = pytest.mark.django_db
LIST, NEW, DRAFT = (f"admin:orders_order_phone{end}" for end in ("_list", "_new", ""))
PERSON = {"email": "Ana@example.com", "nome": "Ana Souza", "documento": "529.982.247-25", "telefone": "(11) 91234-5678"}
HOME = {
    "destinatario": "Ana Souza", "cep": "01310-100", "rua": "Avenida Paulista", "numero": "1000", "complemento": "",
    "bairro": "Bela Vista", "cidade": "São Paulo", "estado": "SP", "referencia": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


@pytest.fixture
def draft(boss) -> PhoneDraft:
    boss.post(reverse(NEW))
    return PhoneDraft.objects.get()


def do(browser: Any, draft: PhoneDraft, act: str, **data: Any) -> Any:
    return browser.post(reverse(DRAFT, args=[draft.pk]), {"acao": act, **data})


def fill(browser: Any, draft: PhoneDraft, *, units: int = 2, home: bool = True) -> Any:
    """Two lamps of R$ 100,00 by carrier for R$ 20,00; R$ 210,00 by Pix."""
    lamp = goods(price="100.00", at=timezone.now(), title="Pendente Globo")
    do(browser, draft, "somar", produto=lamp.pk, quantidade=units)
    do(browser, draft, "cliente", **PERSON)
    if home:
        rate(method="moto", name="Moto")
    do(browser, draft, "entrega", **(HOME | {"entrega": "moto"} if home else {"entrega": "retirada"}))
    do(browser, draft, "pagamento", forma="pix", recado="Portão azul")
    return lamp


def shown(browser: Any, draft: PhoneDraft, **asked: str) -> str:
    response = browser.get(reverse(DRAFT, args=[draft.pk]), asked)
    assert response.status_code == 200
    return str(response.content.decode())


# --- The whole way -------------------------------------------------------------------------------
def test_an_order_is_put_together_placed_and_paid_by_the_customers_link(boss, owner, draft) -> None:
    lamp = fill(boss, draft)
    page = shown(boss, draft)
    assert "R$\u00a0210,00" in page
    total = re.search(r'name="total" value="([\d.]+)"', page)
    assert total
    answer = do(boss, draft, "fechar", total=total[1])
    order = Order.objects.get()
    assert answer["Location"] == reverse("admin:orders_order_change", args=[order.pk])
    assert (order.total, order.status, order.payment_method, order.email, order.name, order.document, order.phone) == (
        Decimal("210.00"), "pending", "pix", "ana@example.com", "Ana Souza", "52998224725", "+5511912345678",
    )  # fmt: skip
    assert (order.street, order.street_number, order.state, order.freight_total, order.note, order.user) == (
        "Avenida Paulista", "1000", "SP", Decimal("20.00"), "Portão azul", None,
    )  # fmt: skip
    assert stock_of(lamp) == 18
    placed = OrderEvent.objects.get(kind="placed")
    assert (placed.actor, placed.data) == (owner, {"channel": "phone"})
    notices.hand_over(at=timezone.now())
    assert mail.outbox[0].to == ["ana@example.com"]
    assert access.link_to(order) in mail.outbox[0].body
    assert order.payments.get().instructions["copy_paste"] in mail.outbox[0].body
    assert not CheckoutDraft.objects.exists()
    assert list(violations(at=timezone.now())) == []
    page = boss.get(answer["Location"]).content.decode()
    assert 'history__entry--equipe">\n' in page
    assert "por telefone" in page


def test_the_same_click_twice_makes_one_order(boss, draft) -> None:
    fill(boss, draft)
    first = do(boss, draft, "fechar", total="210.00")
    second = do(boss, draft, "fechar", total="210.00")
    assert first["Location"] == second["Location"]
    assert (Order.objects.count(), boss.get(reverse(DRAFT, args=[draft.pk]))["Location"]) == (1, first["Location"])
    assert phone.open_drafts().count() == 0


def test_who_has_an_account_finds_the_order_in_it(boss, draft) -> None:
    person = make.user("ana@example.com", email_verified_at=timezone.now())
    fill(boss, draft)
    do(boss, draft, "fechar", total="210.00")
    assert Order.objects.get().user == person


def test_an_address_nobody_proved_opens_no_account(boss, draft) -> None:
    make.user("ana@example.com")
    fill(boss, draft)
    do(boss, draft, "fechar", total="210.00")
    assert Order.objects.get().user is None


def test_a_pickup_needs_no_address(boss, draft) -> None:
    fill(boss, draft, home=False)
    do(boss, draft, "pagamento", forma="pickup", recado="")
    do(boss, draft, "fechar", total="200.00")
    order = Order.objects.get()
    assert (order.is_pickup, order.payment_method, order.total) == (True, "pickup", Decimal("200.00"))


@pytest.mark.parametrize(("hold", "hours"), [("", 1), ("4", 4), ("24", 24)])
def test_the_goods_are_held_as_long_as_was_said(boss, draft, hold: str, hours: int) -> None:
    fill(boss, draft)
    do(boss, draft, "fechar", total="210.00", prazo=hold)
    order = Order.objects.get()
    assert order.expires_at == order.placed_at + timedelta(hours=hours)
    assert order.payments.get().expires_at == order.expires_at


def test_a_coupon_counts_as_in_the_shop(boss, draft) -> None:
    coupon()
    fill(boss, draft)
    do(boss, draft, "cupom", cupom="luz10")
    assert "R$\u00a0190,00" in shown(boss, draft)  # 200 - 10 (Pix) - 20 + 20
    assert do(boss, draft, "cupom", cupom="NADA").status_code == 409
    do(boss, draft, "cupom", cupom="")
    assert "R$\u00a0210,00" in shown(boss, draft)


def test_units_are_changed_and_taken_out(boss, draft) -> None:
    lamp = fill(boss, draft)
    line = draft.cart.lines.get()
    do(boss, draft, "mudar", item=line.pk, quantidade=3)
    line.refresh_from_db()
    assert line.quantity == 3
    assert do(boss, draft, "mudar", item=line.pk, quantidade=50).status_code == 409
    do(boss, draft, "mudar", item=line.pk, quantidade=0)
    assert draft.cart.lines.count() == 0
    assert "Falta: produtos." in shown(boss, draft)
    assert stock_of(lamp) == 20


def test_goods_are_found_by_the_shops_own_search(boss, draft) -> None:
    lamp = goods(title="Pendente Globo Opala", at=timezone.now())
    goods(title="Vaso", at=timezone.now())
    for query in ("pendente", lamp.sku):
        page = shown(boss, draft, q=query)
        assert "Pendente Globo Opala" in page
        assert ">Vaso<" not in page
    assert "Nenhum produto encontrado." in shown(boss, draft, q="xyzxyz")


# --- Beginning -----------------------------------------------------------------------------------
def test_a_draft_may_begin_with_an_earlier_order(boss) -> None:
    order = ordered()
    boss.post(reverse(NEW), {"pedido": order.number})
    told = drafts.of(cart=PhoneDraft.objects.get().cart, user=None)
    assert told.buyer is not None
    assert told.delivery is not None
    assert (told.buyer.email, told.buyer.document) == ("ana@example.com", "52998224725")
    assert (told.delivery.address["street"], told.delivery.address["number"], told.delivery.method) == (
        "Avenida Paulista", "1000", "",
    )  # fmt: skip
    page = shown(boss, PhoneDraft.objects.get())
    assert "Falta: produtos, entrega." in page
    assert "Moto: R$\u00a020,00" in page


def test_a_draft_may_begin_with_an_account(boss) -> None:
    person = make.user("rita@example.com", name="Rita Melo", document="52998224725", phone="+5511912345678")
    fields = addresses.AddressFields(
        recipient="Rita", postal_code="01310100", street="Rua A", number="1", district="B", city="São Paulo", state="SP"
    )
    addresses.add(user=person, fields=fields, is_default=True)
    for asked in ("rita m", "RITA@", "529.982.247-25"):
        assert "rita@example.com" in boss.get(reverse(LIST), {"cliente": asked}).content.decode()
    assert "Nenhuma conta encontrada." in boss.get(reverse(LIST), {"cliente": "zz"}).content.decode()
    boss.post(reverse(NEW), {"conta": person.pk})
    told = drafts.of(cart=PhoneDraft.objects.get().cart, user=None)
    assert told.buyer is not None
    assert told.delivery is not None
    assert (told.buyer.name, told.delivery.address["street"]) == ("Rita Melo", "Rua A")


def test_the_customers_own_cart_is_left_alone(boss) -> None:
    person = make.user("rita@example.com", name="Rita Melo")
    own, _ = basket.open_for(user=person, token=None, at=timezone.now())
    boss.post(reverse(NEW), {"conta": person.pk})
    assert PhoneDraft.objects.get().cart != own
    assert Cart.objects.filter(user=person).count() == 1


def test_drafts_are_listed_continued_and_thrown_away(boss, draft) -> None:
    fill(boss, draft)
    page = boss.get(reverse(LIST)).content.decode()
    assert "Ana Souza" in page
    assert "2 unidades" in page
    do(boss, draft, "descartar")
    assert (PhoneDraft.objects.count(), Cart.objects.count(), CheckoutDraft.objects.count()) == (0, 0, 0)
    assert boss.get(reverse(DRAFT, args=[draft.pk])).status_code == 404


def test_what_nobody_finished_goes_after_a_week_and_orders_stay(boss, draft) -> None:
    fill(boss, draft)
    do(boss, draft, "fechar", total="210.00")
    boss.post(reverse(NEW))
    now = timezone.now()
    assert phone.drop_old(at=now + phone.KEPT - timedelta(minutes=1)) == 0
    assert phone.drop_old(at=now + phone.KEPT + timedelta(minutes=1)) == 2
    assert (PhoneDraft.objects.count(), Order.objects.count(), Cart.objects.count()) == (0, 1, 1)


def test_the_lists_cost_the_same_for_ten_drafts_and_a_hundred(boss, owner) -> None:
    def cost(count: int) -> int:
        for _ in range(count):
            phone.begin(by=owner, at=timezone.now())
        with CaptureQueriesContext(connection) as caught:
            assert boss.get(reverse(LIST)).status_code == 200
        return len(caught)

    cost(1)  # what is kept per process and session is read here
    assert cost(10) == cost(90) <= 12


# --- What is refused -----------------------------------------------------------------------------
@pytest.mark.parametrize("total", ["1.00", "0.00", "209.99", "-210.00", "NaN", "abc", "", "210", "9" * 30])
def test_a_total_cannot_be_typed(boss, draft, total: str) -> None:
    lamp = fill(boss, draft)
    answer = do(boss, draft, "fechar", total=total)
    assert answer.status_code in (409, 422)
    assert (Order.objects.count(), stock_of(lamp)) == (0, 20)


def test_prices_and_discounts_in_the_form_change_nothing(boss, draft) -> None:
    fill(boss, draft)
    extra = {"unit_price": "1.00", "lines_total": "1.00", "discount_total": "209.00", "frete": "0", "status": "paid",
             "preco": "1,00"}  # fmt: skip
    refused = do(boss, draft, "fechar", total="210.00", parcelas="12", **extra)
    assert (refused.status_code, Order.objects.count()) == (409, 0)
    do(boss, draft, "fechar", total="210.00", **extra)
    order = Order.objects.get()
    assert (order.total, order.status, order.discount_total, order.installments) == (
        Decimal("210.00"), "pending", Decimal(0), 1,
    )  # fmt: skip


def test_a_price_that_changed_is_read_out_again(boss, draft) -> None:
    lamp = fill(boss, draft)
    type(lamp).objects.filter(pk=lamp.pk).update(price=Decimal("150.00"))
    answer = do(boss, draft, "fechar", total="210.00")
    assert answer.status_code == 409
    assert "Novo total: R$\u00a0305,00." in answer.content.decode()
    assert Order.objects.count() == 0


def test_goods_somebody_else_bought_are_named(boss, draft) -> None:
    lamp = fill(boss, draft)
    type(lamp).objects.filter(pk=lamp.pk).update(stock=1)
    answer = do(boss, draft, "fechar", total="210.00")
    assert answer.status_code == 409
    assert "Sem estoque suficiente: Pendente Globo." in answer.content.decode()
    assert Order.objects.count() == 0


@pytest.mark.parametrize("left_out", ["somar", "cliente", "entrega"])
def test_what_is_missing_is_said_and_no_order_is_made(boss, draft, left_out: str) -> None:
    lamp = goods(price="100.00", at=timezone.now())
    if left_out != "somar":
        do(boss, draft, "somar", produto=lamp.pk, quantidade=1)
    if left_out != "cliente":
        do(boss, draft, "cliente", **PERSON)
    if left_out != "entrega":
        do(boss, draft, "entrega", entrega="retirada")
    assert "Falta: " in shown(boss, draft)
    assert do(boss, draft, "fechar", total="95.00").status_code == 409
    assert (Order.objects.count(), stock_of(lamp)) == (0, 20)


@pytest.mark.parametrize(
    ("act", "wrong"),
    [
        ("cliente", PERSON | {"email": "ana"}), ("cliente", PERSON | {"documento": "111.111.111-11"}),
        ("cliente", PERSON | {"nome": ""}), ("entrega", HOME | {"entrega": "moto", "cep": "99999"}),
        ("entrega", HOME | {"entrega": "moto", "estado": "RJ"}), ("entrega", HOME | {"entrega": "foguete"}),
        ("entrega", HOME), ("pagamento", {"forma": "card"}), ("pagamento", {"forma": "ouro"}),
    ],
)  # fmt: skip
def test_wrong_input_comes_back_with_what_was_typed(boss, draft, act: str, wrong: dict[str, str]) -> None:
    answer = do(boss, draft, act, **wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "errorlist" in page
    assert [text for name, text in wrong.items() if name in ("nome", "rua") and text and text not in page] == []


def test_freight_is_reckoned_before_the_address_is_whole(boss, draft) -> None:
    rate(method="moto", name="Moto")
    answer = do(boss, draft, "calcular", cep="01310-100", rua="Avenida Paulista")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Moto: R$\u00a020,00" in page
    assert 'value="Avenida Paulista"' in page
    wrong = do(boss, draft, "calcular", cep="123", rua="Avenida Paulista").content.decode()
    assert "Não reconhecemos este CEP." in wrong
    assert 'value="Avenida Paulista"' in wrong


GARBAGE = [{}, {"produto": "\x00", "quantidade": "-1"}, {"produto": "9" * 40, "quantidade": "1"},
           {"item": "abc", "quantidade": "99999"}, {"cep": "\x00"}, {"cupom": "x" * 500}]  # fmt: skip


@pytest.mark.parametrize("data", GARBAGE, ids=range(len(GARBAGE)))
@pytest.mark.parametrize("act", ["somar", "mudar", "cupom", "cliente", "calcular", "entrega", "pagamento", "fechar"])
def test_no_form_breaks(boss, draft, act: str, data: dict[str, str]) -> None:
    assert do(boss, draft, act, **data).status_code in (200, 302, 404, 409, 422)
    assert Order.objects.count() == 0


def test_an_unknown_act_does_nothing(boss, draft) -> None:
    assert do(boss, draft, "roubar").status_code == 422
    assert do(boss, draft, "").status_code == 422


def test_telephone_orders_need_the_permission_and_eyes_for_people(staff, customer, boss, draft) -> None:
    addresses_ = [reverse(LIST), reverse(NEW), reverse(DRAFT, args=[draft.pk])]
    for permissions in ((*SEE, "orders.change_order"), (*SEE, PHONE), (*SEE, PEOPLE)):
        browser = staff(*permissions)
        for address in addresses_:
            assert (browser.get(address).status_code, browser.post(address).status_code) == (403, 403)
    assert {customer.post(address).status_code for address in addresses_} == {302}
    able = staff(*SEE, PHONE, PEOPLE)
    assert (able.get(addresses_[0]).status_code, able.get(addresses_[2]).status_code) == (200, 200)
    assert able.get(addresses_[1]).status_code == 302
    assert PhoneDraft.objects.count() == 1


@pytest.mark.parametrize("data", [{"pedido": "ICNADA"}, {"conta": "999999"}])
def test_a_draft_like_nothing_is_not_begun_with_foreign_data(boss, data: dict[str, str]) -> None:
    assert boss.post(reverse(NEW), data).status_code == 404


@pytest.mark.parametrize("method", ["pix", "pickup"])
def test_installments_are_asked_for_a_card_alone(boss, draft, method: str) -> None:
    fill(boss, draft, home=False)
    do(boss, draft, "pagamento", forma=method)
    page = shown(boss, draft)
    assert ('name="parcelas"' in page, 'name="prazo"' in page) == (False, True)
