"""What belongs to A, named by B in a body, a header or an address, is not there, and nothing of it comes back."""

import json
from typing import Any

import pytest
from django.utils import timezone

from catalog.models import Product
from orders import access
from orders.models import Order
from tests import buying, make
from tests.trust import matrix

pytestmark = pytest.mark.django_db
A, B = "customer A", "customer B"
STREET = "Rua do Canário Escondido"
MISSING = 999_999_999


@pytest.fixture
def world(settings) -> matrix.World:
    settings.LIMITS_OFF_ON_LOOPBACK = True
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    made = matrix.build()
    made.ana.addresses.update(street=STREET)
    return made


def secrets(world: matrix.World) -> list[str]:
    return [STREET, world.ana.email, world.order.number, access.token_of(world.order)]


def send(world: matrix.World, method: str, path: str, body: Any = None, **headers: str) -> Any:
    own = {"Authorization": f"Bearer {world.bearers[B]}"} | {
        key.replace("_", "-"): value for key, value in headers.items()
    }
    text = json.dumps(body) if body is not None else ""
    return world.clients["anonymous"].generic(method, f"/api/v1/{path}", text, "application/json", headers=own)


def told(answer: Any) -> dict[str, Any]:
    """What a problem says, without what differs between any two requests."""
    return {key: value for key, value in answer.json().items() if key != "request_id"}


def order_body(world: matrix.World, **more: Any) -> dict[str, Any]:
    return {
        "email": "bia@example.com", "name": "Bia", "phone": "+5511912345678", "document": "52998224725",
        "shipping_method": "economico", "payment_method": "pix", "expected_total": "1.00",
    } | more  # fmt: skip


def test_an_order_to_somebody_elses_address_is_an_order_to_nowhere(world: matrix.World) -> None:
    theirs = world.ana.addresses.get().pk
    before = Order.objects.count()
    answers = [
        send(world, "POST", "orders/", order_body(world, address_id=pk), Idempotency_Key=f"k{pk}")
        for pk in (theirs, MISSING)
    ]
    assert [each.status_code for each in answers] == [404, 404]
    assert told(answers[0]) == told(answers[1])
    assert not [word for word in secrets(world) if word in answers[0].content.decode()]
    assert Order.objects.count() == before


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_an_address_of_somebody_else_is_not_there(world: matrix.World, method: str) -> None:
    theirs = world.ana.addresses.get().pk
    body = None if method in ("GET", "DELETE") else buying.ADDRESS
    answers = [send(world, method, f"users/me/addresses/{pk}/", body) for pk in (theirs, MISSING)]
    assert [each.status_code for each in answers] == [404, 404]
    assert told(answers[0]) == told(answers[1])
    assert world.ana.addresses.get().street == STREET


@pytest.mark.parametrize("act", ["", "cancel/", "withdraw/", "payment/", "reorder/"])
def test_somebody_elses_order_is_not_there_whatever_token_comes_with_it(world: matrix.World, act: str) -> None:
    method = "POST" if act else "GET"
    token = access.token_of(world.other)
    answers = [
        send(world, method, f"orders/{number}/{act}", {} if act else None, X_Order_Token=token)
        for number in (world.order.number, "ICNOTHERE")
    ]
    assert [each.status_code for each in answers] == [404, 404]
    assert told(answers[0]) == told(answers[1])
    world.order.refresh_from_db()
    assert world.order.status == "paid"


def test_lines_of_somebody_elses_cart_are_not_there(world: matrix.World) -> None:
    theirs = world.values["api/v1/cart/items/|id"]
    for method, body in (("PATCH", {"quantity": 7}), ("DELETE", None)):
        answers = [send(world, method, f"cart/items/{pk}/", body) for pk in (theirs, MISSING)]
        assert [each.status_code for each in answers] == [404, 404]
        assert told(answers[0]) == told(answers[1])
    page = world.clients[B].post(f"/carrinho/item/{theirs}/quantidade/", {"quantidade": "7"})
    assert page.status_code == 303  # the page says that the item is not in this cart
    assert list(world.ana.carts.filter(ordered_at=None).values_list("lines__quantity", flat=True)) == [1]


def test_a_hidden_product_is_as_unknown_as_one_that_never_was(world: matrix.World) -> None:
    hidden = make.product("Segredo de estoque", publish=False)
    assert not Product.objects.visible().filter(pk=hidden.pk).exists()
    answers = [send(world, "POST", "cart/items/", {"product": pk, "quantity": 1}) for pk in (hidden.pk, MISSING)]
    answers.append(send(world, "POST", "cart/items/", {"product": hidden.slug, "quantity": 1}))
    assert [each.status_code for each in answers] == [404] * 3
    assert told(answers[0]) == told(answers[1]) == told(answers[2])


def test_the_checkout_page_takes_no_address_of_somebody_else(world: matrix.World) -> None:
    client, theirs = world.clients[B], world.ana.addresses.get().pk
    buyer = {"email": "bia@example.com", "nome": "Bia", "documento": "529.982.247-25", "telefone": "(11) 91234-5678"}
    assert client.post("/finalizar/dados/", buyer).status_code == 303
    answer = client.post(
        "/finalizar/entrega/", {"entrega": "economico", "endereco": str(theirs), "cep_visto": "01310100"}
    )
    assert answer.status_code == 422
    assert not [word for word in secrets(world) if word in answer.content.decode()]


def test_a_notice_about_a_foreign_payment_needs_the_signature(world: matrix.World) -> None:
    told_in = {"pix": [{"endToEndId": "E1", "txid": world.order.payments.get().txid, "valor": "1.00"}]}
    answer = send(world, "POST", "payments/webhooks/pix/", told_in)
    assert answer.status_code == 403
    assert not [word for word in secrets(world) if word in answer.content.decode()]


def test_a_family_of_tokens_of_somebody_else_cannot_be_ended(world: matrix.World) -> None:
    theirs = world.values["api/v1/users/me/sessions/|id"]
    assert send(world, "DELETE", f"users/me/sessions/{theirs}/").status_code == 404
    assert world.ana.token_families.get(pk=theirs).revoked_at is None
    assert timezone.now() < world.ana.token_families.get(pk=theirs).expires_at
