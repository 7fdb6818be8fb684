"""Every form of checkout and order pages, empty and with garbage: refused kindly, with what was typed."""

import re

import pytest
from django.test import Client

from orders import access
from orders.models import Order
from tests.pages_buy.shopper import ADDRESS, BUYER, DATA, DELIVERY, PAYMENT, Shopper

pytestmark = pytest.mark.django_db
ORDER_FORMS = {"conta/": ["senha"], "cancelar/": ["motivo"], "desistir/": ["motivo"], "pagar/": ["forma"]}
FORMS = {
    DATA: list(BUYER),
    DELIVERY: [*ADDRESS, "entrega", "cep_visto", "endereco", "guardar"],
    PAYMENT: ["forma", "parcelas", "recado", "chave", "total_pix", "total_card", "total_pickup"],
    "/rastrear/": ["numero", "email"],
    **ORDER_FORMS,
}
REQUIRED = [DATA, DELIVERY, PAYMENT, "/rastrear/", "conta/"]
NOT_SHOWN = {"senha", "estado", "entrega", "cep_visto", "endereco", "guardar", "forma", "parcelas", "chave"}
GARBAGE = [
    "a\x00b", "x" * 20_000, "<script>alert(1)</script>", "\u202e\ufffd", "'; DROP TABLE orders_order;--",
    "%00%0d%0a", "٣" * 50, "NaN",
]  # fmt: skip


def stand_before(shopper: Shopper, address: str) -> str:
    """Comes to where the form is; the address it is sent to."""
    if address in ORDER_FORMS:
        return access.path_of(shopper.orders()) + address
    if address in (DELIVERY, PAYMENT):
        shopper.says_who()
    if address == PAYMENT:
        shopper.says_where()
    return address


@pytest.mark.parametrize("address", REQUIRED)
def test_an_empty_form_is_refused_and_its_summary_leads_to_the_fields(guest: Shopper, address: str) -> None:
    answer = guest.client.post(stand_before(guest, address), {})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Erro: " in page
    summary = re.findall(r'<li><a href="#([^"]+)">', page[page.index("data-form-errors") :])
    assert summary
    for field in summary:
        assert f'id="{field}"' in page
        assert f'id="{field}_error"' in page
        control = re.search(rf'<(?:input|select|fieldset)[^>]*id="{field}"[^>]*>', page)
        assert control is not None
        assert f"{field}_error" in control[0]
        assert 'aria-invalid="true"' in page[page.index(control[0]) :]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
@pytest.mark.parametrize("address", FORMS)
def test_garbage_is_refused_and_kept_on_the_page(guest: Shopper, address: str, garbage: str) -> None:
    target = stand_before(guest, address)
    answer = guest.client.post(target, dict.fromkeys(FORMS[address], garbage))
    assert answer.status_code in (303, 422)
    page = answer.content.decode()
    assert "<script>alert(1)</script>" not in page
    shown = [name for name in FORMS[address] if name not in NOT_SHOWN and not name.startswith("total_")]
    if answer.status_code == 422 and garbage.startswith("x"):
        assert page.count(garbage) >= len(shown)
    assert Order.objects.count() == (address in ORDER_FORMS)


@pytest.mark.parametrize("address", [DATA, DELIVERY, "/rastrear/"])
def test_fields_are_bound_to_labels_and_named_for_browsers(guest: Shopper, address: str) -> None:
    page = guest.client.get(stand_before(guest, address)).content.decode()
    tokens = dict(re.findall(r'<(?:input|select)[^>]*name="(\w+)"[^>]*autocomplete="([^"]+)"', page))
    wanted = {
        DATA: {"email": "email", "nome": "name", "documento": "off", "telefone": "tel"},
        DELIVERY: {
            "destinatario": "shipping name", "cep": "shipping postal-code", "rua": "shipping address-line1",
            "complemento": "shipping address-line2", "cidade": "shipping address-level2",
            "estado": "shipping address-level1", "bairro": "shipping address-level3",
        },
        "/rastrear/": {"numero": "off", "email": "email"},
    }[address]  # fmt: skip
    assert {name: token for name, token in tokens.items() if name in wanted} == wanted
    for name in wanted:
        assert f'for="id_{name}"' in page


@pytest.mark.parametrize("address", [DATA, DELIVERY, PAYMENT, "/rastrear/"])
@pytest.mark.parametrize("kind", ["bz2_codec", "idna", "undefined", "nope"])
def test_odd_charsets_are_no_error_of_ours(client: Client, address: str, kind: str) -> None:
    answer = client.generic("POST", address, "email=a", f"application/x-www-form-urlencoded; charset={kind}")
    assert answer.status_code in (303, 400, 415)


@pytest.mark.parametrize("address", [DATA, DELIVERY, PAYMENT, "/rastrear/"])
def test_other_methods_are_not_taken(client: Client, address: str) -> None:
    assert {client.put(address).status_code, client.delete(address).status_code} == {405}
