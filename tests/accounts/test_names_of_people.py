"""Names carry no adverts into the letters of the shop, whichever door they come through."""

import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Address, User
from orders.forms import BuyerForm
from orders.serializers import PlaceOrderSerializer
from tests.people import EMAIL, PASSWORD

pytestmark = pytest.mark.django_db
ADVERT = "PREMIO: http://evil.example/pix"
REFUSAL = "Escreva só o nome, sem endereços da internet nem e-mails."
ADDRESS = {
    "recipient": "Ana Souza", "postal_code": "01310-100", "street": "Avenida Paulista", "number": "1000",
    "district": "Bela Vista", "city": "São Paulo", "state": "SP",
}  # fmt: skip
PAGE_ADDRESS = {
    "destinatario": "Ana Souza", "cep": "01310-100", "rua": "Avenida Paulista", "numero": "1000",
    "bairro": "Bela Vista", "cidade": "São Paulo", "estado": "SP",
}  # fmt: skip


def send(method: str, address: str, body: Any, bearer: dict[str, str] | None = None) -> Any:
    return Client().generic(
        method, f"/api/v1/{address}", json.dumps(body), content_type="application/json", headers=bearer or {}
    )


@pytest.mark.parametrize("name", [ADVERT, "www.evil", "ganhe em bit.ly/pix", "12345"])
def test_registering_takes_names_only(client: Client, name: str) -> None:
    page = client.post("/cadastro/", {"nome": name, "email": EMAIL, "senha": PASSWORD})
    assert page.status_code == 422
    answer = send("POST", "auth/register/", {"name": name, "email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 400
    assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [("name", "invalid_name")]
    assert not User.objects.exists()
    assert mail.outbox == []


def test_the_refusal_says_what_to_do(client: Client) -> None:
    page = client.post("/cadastro/", {"nome": ADVERT, "email": EMAIL, "senha": PASSWORD})
    assert REFUSAL in page.content.decode()
    answer = send("POST", "auth/register/", {"name": ADVERT, "email": EMAIL, "password": PASSWORD})
    assert answer.json()["errors"][0]["message"] == REFUSAL


def test_so_do_profile_and_address_book(ana: User, as_ana: Client, bearer: dict[str, str]) -> None:
    assert as_ana.post("/conta/dados/", {"nome": ADVERT}).status_code == 422
    assert send("PATCH", "users/me/", {"name": ADVERT}, bearer).status_code == 400
    assert as_ana.post("/conta/enderecos/novo/", PAGE_ADDRESS | {"destinatario": ADVERT}).status_code == 422
    refused = send("POST", "users/me/addresses/", ADDRESS | {"recipient": ADVERT}, bearer)
    assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [("recipient", "invalid_name")]
    assert not Address.objects.exists()
    assert send("POST", "users/me/addresses/", ADDRESS, bearer).status_code == 201
    ana.refresh_from_db()
    assert ana.name == "Ana Souza"


def test_and_so_do_the_buyer_and_who_receives_an_order() -> None:
    form = BuyerForm({"email": EMAIL, "nome": ADVERT, "documento": "529.982.247-25", "telefone": "(11) 91234-5678"})
    assert form.errors == {"nome": [REFUSAL]}
    body = {
        "name": ADVERT, "address": ADDRESS | {"recipient": ADVERT}, "shipping_method": "retirada",
        "payment_method": "pix", "expected_total": "10.00",
    }  # fmt: skip
    shape = PlaceOrderSerializer(data=body)
    assert not shape.is_valid()
    assert shape.errors["name"][0].code == shape.errors["address"]["recipient"][0].code == "invalid_name"
    assert set(shape.errors) == {"name", "address"}
