"""From the cart to the payment: three addresses, nothing lost, nothing shown to others."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from accounts import addresses
from accounts.addresses import AddressFields
from accounts.models import Address, User
from cart.models import Cart
from catalog.models import Product
from orders import access, drafts, privacy
from orders.models import CheckoutDraft, Order
from tests import buying
from tests.house.source import ROOT
from tests.pages_buy.shopper import ADDRESS, BUYER, DATA, DELIVERY, PAYMENT, Shopper, hidden_fields

pytestmark = pytest.mark.django_db
HOME = AddressFields(
    recipient="Ana Souza", postal_code="01310100", street="Avenida Paulista", number="1000", district="Bela Vista",
    city="São Paulo", state="SP", label="Casa",
)  # fmt: skip
BEACH = AddressFields(
    recipient="Ana Souza", postal_code="20040002", street="Avenida Rio Branco", number="1", district="Centro",
    city="Rio de Janeiro", state="RJ", label="Praia",
)  # fmt: skip


# --- Order of the steps --------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/finalizar/", DATA, DELIVERY, PAYMENT])
def test_without_a_cart_there_is_nothing_to_finish(client: Client, address: str) -> None:
    answer = client.get(address, follow=True)
    assert answer.redirect_chain[-1] == ("/carrinho/", 303)


def test_the_door_of_the_checkout_leads_to_the_first_step(guest: Shopper) -> None:
    assert guest.client.get("/finalizar/")["Location"] == DATA


def test_nobody_jumps_a_step(guest: Shopper) -> None:
    assert guest.client.get(DELIVERY)["Location"] == DATA
    assert guest.client.get(PAYMENT)["Location"] == DATA
    guest.says_who()
    assert guest.client.get(PAYMENT)["Location"] == DELIVERY


def test_a_guest_comes_through_three_addresses(guest: Shopper) -> None:
    assert (guest.says_who().status_code, guest.says_who()["Location"]) == (303, DELIVERY)
    assert (guest.says_where().status_code, guest.says_where()["Location"]) == (303, PAYMENT)
    page = guest.client.get(PAYMENT).content.decode()
    assert "Ana Souza<br>ana@example.com<br>529.982.247-25" in page
    assert "Avenida Paulista, 1000, ap 12<br>Bela Vista, São Paulo/SP<br>CEP 01310-100" in page
    assert hidden_fields(page)["total_pix"] == "206.70"  # 2 x 95,00 and R$ 16,70 of freight
    assert "Pagar R$\xa0206,70 com Pix" in page


def test_a_step_back_shows_what_was_typed(guest: Shopper) -> None:
    guest.at_payment("economico")
    first, second = (guest.client.get(address).content.decode() for address in (DATA, DELIVERY))
    assert 'value="ana@example.com"' in first
    assert 'value="(11) 91234-5678"' in first
    assert 'value="529.982.247-25"' in first
    assert 'value="Avenida Paulista"' in second
    assert 'value="01310-100"' in second
    assert '<option value="SP" selected>' in second


def test_checkout_pages_are_private_and_unindexed(guest: Shopper) -> None:
    answer = guest.client.get(DATA)
    assert answer["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex,nofollow">' in answer.content.decode()
    assert "header__nav" not in answer.content.decode()


def test_back_after_ordering_leads_to_the_order(guest: Shopper) -> None:
    order = guest.orders()
    for address in (DATA, DELIVERY, PAYMENT):
        assert guest.client.get(address)["Location"] == access.path_of(order)
    assert guest.says_who()["Location"] == access.path_of(order)
    Order.objects.update(placed_at=timezone.now() - timedelta(hours=1))
    assert guest.client.get(DATA)["Location"] == "/carrinho/"


def test_back_after_ordering_leads_a_person_to_the_order(ana: User, lamp: Product) -> None:
    shopper = Shopper.as_person(ana, {lamp: 1})
    order = shopper.orders()
    assert shopper.client.get(PAYMENT)["Location"] == access.path_of(order)


def test_with_the_cart_lost_what_was_typed_waits_for_new_goods(client: Client, lamp: Product) -> None:
    answer = client.post(DATA, BUYER, follow=True)
    assert answer.redirect_chain == [("/carrinho/", 303)]
    assert "Não encontramos seu carrinho neste navegador. Guardamos o que você digitou" in answer.content.decode()
    assert client.post(DELIVERY, ADDRESS | {"entrega": "economico"})["Location"] == "/carrinho/"
    client.post("/carrinho/adicionar/", {"produto": lamp.slug, "quantidade": "1"})
    first, second = (client.get(address).content.decode() for address in (DATA, DELIVERY))
    assert 'value="529.982.247-25"' in first
    assert 'value="Avenida Paulista"' in second
    assert client.get(PAYMENT)["Location"] == DELIVERY


def test_with_the_cart_lost_the_counter_is_still_the_choice(client: Client) -> None:
    client.post(DELIVERY, {"entrega": "retirada"})
    assert CheckoutDraft.objects.get().delivery == {"method": "retirada", "address": {}}


def test_nothing_is_kept_of_what_was_typed_wrong_without_a_cart(client: Client) -> None:
    assert client.post(DATA, BUYER | {"documento": "1"})["Location"] == "/carrinho/"
    assert client.post(DELIVERY, {"entrega": "entrega"})["Location"] == "/carrinho/"
    assert (Cart.objects.count(), CheckoutDraft.objects.count()) == (0, 0)


@pytest.mark.parametrize("address", [DATA, DELIVERY, PAYMENT])
def test_the_summary_is_read_where_a_phone_shows_it(guest: Shopper, address: str) -> None:
    guest.at_payment()
    page = guest.client.get(address).content.decode()
    assert page.index('<aside class="summary"') < page.index('<div class="checkout__main"') < page.index("<h1>")
    assert not re.search(r"\border: -", (ROOT / "static/css/pages/checkout.css").read_text())


# --- Where the data lie --------------------------------------------------------------------------
def test_data_lie_on_the_server_and_never_in_a_cookie(guest: Shopper) -> None:
    guest.at_payment("economico")
    cookies = " ".join(f"{name}={morsel.value}" for name, morsel in guest.client.cookies.items())
    for said in (*BUYER.values(), "52998224725", "Paulista", "01310"):
        assert said not in cookies
    draft = CheckoutDraft.objects.get()
    assert draft.buyer == {
        "email": "ana@example.com", "name": "Ana Souza", "phone": "+5511912345678", "document": "52998224725",
    }  # fmt: skip
    assert draft.delivery["method"] == "economico"


def test_another_visitor_sees_none_of_it(guest: Shopper, lamp: Product) -> None:
    guest.at_payment("economico")
    page = Shopper.as_guest({lamp: 1}).client.get(DATA).content.decode()
    assert "Ana Souza" not in page
    assert "ana@example.com" not in page


def test_a_finished_checkout_leaves_no_draft(guest: Shopper) -> None:
    guest.orders()
    assert CheckoutDraft.objects.count() == 0


def test_an_abandoned_draft_goes_after_a_week(guest: Shopper) -> None:
    guest.says_who()
    kept = CheckoutDraft.objects.get().updated_at
    assert drafts.drop_old(at=kept + drafts.KEPT) == 0
    assert drafts.drop_old(at=kept + drafts.KEPT * 2) == 1


def test_an_unfinished_checkout_is_handed_out_and_forgotten_with_its_person(ana: User, lamp: Product) -> None:
    shopper = Shopper.as_person(ana, {lamp: 1})
    shopper.says_who()
    sections = {section.key: section.rows for section in privacy.export(ana)}
    assert [row["buyer"]["document"] for row in sections["checkouts"]] == ["52998224725"]
    Cart.objects.filter(user=ana).delete()
    assert CheckoutDraft.objects.count() == 0


# --- Who -----------------------------------------------------------------------------------------
def test_a_guest_is_offered_to_sign_in_and_comes_back(guest: Shopper) -> None:
    assert 'href="/entrar/?next=/finalizar/dados/"' in guest.client.get(DATA).content.decode()


def test_a_person_finds_their_data_filled_in(ana: User, lamp: Product) -> None:
    page = Shopper.as_person(ana, {lamp: 1}).client.get(DATA).content.decode()
    assert 'value="Ana Souza"' in page
    assert 'value="529.982.247-25"' in page
    assert "/entrar/" not in page[page.index("<main") :]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "sem arroba", "Informe um e-mail completo"),
        ("nome", "  ", "Informe seu nome."),
        ("documento", "529.982.247-24", "Este CPF ou CNPJ não existe."),
        ("telefone", "91234-5678", "Informe o telefone com DDD"),
    ],
)
def test_a_wrong_field_is_named_and_the_rest_kept(guest: Shopper, field: str, value: str, said: str) -> None:
    answer = guest.says_who(**{field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Erro: " in page
    assert f'<a href="#id_{field}">' in page
    assert said in page
    kept = {"email": "ana@example.com", "nome": "Ana Souza"}
    for name, text in kept.items():
        if name != field:
            assert f'value="{text}"' in page
    assert CheckoutDraft.objects.count() == 0


@pytest.mark.parametrize("document", ["12.ABC.345/01DE-35", "12abc34501de35", "33.000.167/0001-01", "52998224725"])
def test_companies_buy_too_with_letters_in_their_number(guest: Shopper, document: str) -> None:
    assert guest.says_who(documento=document).status_code == 303


# --- Where ---------------------------------------------------------------------------------------
def test_before_the_postal_code_is_known_one_chooses_home_or_shop(guest: Shopper) -> None:
    guest.says_who()
    page = guest.client.get(DELIVERY).content.decode()
    assert 'value="entrega" id="id_entrega_entrega" checked' in page
    assert 'value="retirada"' in page
    answer = guest.says_where("entrega", seen="")
    assert answer["Location"] == DELIVERY
    page = guest.client.get(DELIVERY).content.decode()
    assert 'value="economico" id="id_entrega_economico" checked' in page
    assert "R$\xa016,70" in page
    assert hidden_fields(page)["cep_visto"] == "01310100"


RIO = {"cep": "20040-002", "estado": "RJ", "cidade": "Rio de Janeiro"}


def test_another_postal_code_shows_its_own_price_first_and_keeps_the_choice(guest: Shopper) -> None:
    buying.rate(method="agendada", name="Agendada", cep_from="20000000", cep_to="28999999", price=Decimal("19.00"))
    guest.says_who()
    guest.says_where()
    answer = guest.says_where(seen="01310100", **RIO)
    assert answer["Location"] == DELIVERY  # the top, where the message is
    assert guest.client.get(PAYMENT)["Location"] == DELIVERY
    page = guest.client.get(DELIVERY).content.decode()
    assert re.search(
        r"Para o CEP 20040-002, Econômico custa R\$\xa022,30 e chega até \d\d/\d\d/\d{4}\. Confira e continue\.", page
    )
    assert 'value="economico" id="id_entrega_economico" checked' in page
    assert guest.says_where(seen="20040002", **RIO)["Location"] == PAYMENT


def test_another_postal_code_at_the_same_price_and_date_goes_on(guest: Shopper) -> None:
    guest.says_who()
    guest.says_where()
    assert guest.says_where("expresso", seen="01310100", cep="01001-000")["Location"] == PAYMENT
    draft = CheckoutDraft.objects.get().delivery
    assert (draft["method"], draft["address"]["postal_code"]) == ("expresso", "01001000")


def test_a_way_that_does_not_go_there_is_chosen_anew(guest: Shopper) -> None:
    guest.says_who()
    guest.says_where()
    assert guest.says_where("expresso", seen="01310100", **RIO)["Location"] == DELIVERY
    page = guest.client.get(DELIVERY).content.decode()
    assert "A entrega escolhida não atende o CEP 20040-002. Escolha outra." in page
    assert 'value="economico" id="id_entrega_economico" checked' in page


def test_postal_code_and_state_must_agree(guest: Shopper) -> None:
    guest.says_who()
    answer = guest.says_where(estado="RJ")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "O CEP 01310-100 fica em São Paulo." in page
    assert '<option value="RJ" selected>' in page
    assert 'value="Avenida Paulista"' in page


def test_picking_up_needs_no_address(guest: Shopper) -> None:
    guest.says_who()
    answer = guest.client.post(DELIVERY, {"entrega": "retirada"})
    assert answer["Location"] == PAYMENT
    page = guest.client.get(PAYMENT).content.decode()
    assert "Retirar na loja" in page
    assert hidden_fields(page)["total_pickup"] == "200.00"


def test_home_delivery_needs_every_part_of_the_address(guest: Shopper) -> None:
    guest.says_who()
    answer = guest.client.post(DELIVERY, {"entrega": "entrega"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for name in ("cep", "destinatario", "rua", "numero", "bairro", "cidade", "estado"):
        assert f'<a href="#id_{name}">' in page
    assert 'href="#id_complemento"' not in page


def test_the_postal_code_asked_for_in_the_cart_is_known_here(guest: Shopper) -> None:
    for _ in range(2):  # first the postal code, then one of its ways
        guest.client.post("/carrinho/entrega/", {"cep": "01310-100", "entrega": "expresso"})
    guest.says_who()
    page = guest.client.get(DELIVERY).content.decode()
    assert 'value="01310-100"' in page
    assert 'id="id_entrega_expresso" checked' in page
    assert '<option value="SP" selected>' in page


# --- The address book ----------------------------------------------------------------------------
def test_a_person_chooses_from_the_address_book(ana: User, lamp: Product) -> None:
    home = addresses.add(user=ana, fields=HOME)
    shopper = Shopper.as_person(ana, {lamp: 1})
    shopper.says_who()
    page = shopper.client.get(DELIVERY).content.decode()
    assert f'name="endereco" value="{home.pk}" checked' in page
    form = {"entrega": "economico", "endereco": str(home.pk), "cep_visto": "01310100"}
    assert shopper.client.post(DELIVERY, form)["Location"] == PAYMENT
    assert CheckoutDraft.objects.get().delivery["address"]["street"] == "Avenida Paulista"


def test_another_address_than_the_books_begins_empty(ana: User, lamp: Product) -> None:
    addresses.add(user=ana, fields=HOME)
    shopper = Shopper.as_person(ana, {lamp: 1})
    shopper.says_who()
    page = shopper.client.get(DELIVERY).content.decode()
    assert hidden_fields(page)["cep_visto"] == "01310100"
    for name in ("cep", "destinatario", "rua", "numero", "bairro", "cidade"):
        typed = re.search(rf'<input[^>]* name="{name}"[^>]*>', page)
        assert typed is not None
        assert " value=" not in typed[0]
    assert "selected>SP" not in page
    assert '<option value="SP" selected>' not in page


def test_another_address_of_the_book_shows_its_own_prices_first(ana: User, lamp: Product) -> None:
    addresses.add(user=ana, fields=HOME)
    beach = addresses.add(user=ana, fields=BEACH)
    shopper = Shopper.as_person(ana, {lamp: 1})
    shopper.says_who()
    form = {"entrega": "economico", "endereco": str(beach.pk), "cep_visto": "01310100"}
    assert shopper.client.post(DELIVERY, form)["Location"] == DELIVERY
    page = shopper.client.get(DELIVERY).content.decode()
    assert f'name="endereco" value="{beach.pk}" checked' in page
    assert "Para o CEP 20040-002" in page


def test_an_address_of_somebody_else_is_no_choice(ana: User, lamp: Product) -> None:
    from tests import make

    foreign = addresses.add(user=make.user("bia@example.com"), fields=BEACH)
    addresses.add(user=ana, fields=HOME)
    shopper = Shopper.as_person(ana, {lamp: 1})
    shopper.says_who()
    answer = shopper.client.post(DELIVERY, {"entrega": "economico", "endereco": str(foreign.pk)})
    assert answer.status_code == 422
    assert "Escolha um endereço da lista." in answer.content.decode()
    assert "Rio Branco" not in answer.content.decode()


def test_a_new_address_is_kept_in_the_account_when_asked(ana: User, lamp: Product) -> None:
    shopper = Shopper.as_person(ana, {lamp: 1})
    shopper.says_who()
    shopper.says_where()
    assert Address.objects.count() == 0
    shopper.says_where(guardar="on")
    shopper.says_where(guardar="on")
    assert list(Address.objects.values_list("user", "street", "complement")) == [(ana.pk, "Avenida Paulista", "ap 12")]


def test_the_order_says_what_the_steps_said(guest: Shopper) -> None:
    order: Order = guest.orders(delivery="economico")
    assert (order.email, order.name, order.phone, order.document) == (
        "ana@example.com", "Ana Souza", "+5511912345678", "52998224725",
    )  # fmt: skip
    assert (order.postal_code, order.street, order.street_number, order.state) == (
        "01310100", "Avenida Paulista", "1000", "SP",
    )  # fmt: skip
    assert (order.lines_total, order.pix_discount_total, order.freight_total, order.total) == tuple(
        Decimal(text) for text in ("200.00", "10.00", "16.70", "206.70")
    )
