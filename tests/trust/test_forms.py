"""Every form of buying and of the account, found on its page: sent empty and with garbage, it is refused kindly."""

from collections import Counter
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from accounts import proofs
from orders import access
from tests.trust import forms, matrix
from tests.trust.forms import Form

pytestmark = pytest.mark.django_db
REFUSED = (400, 404, 409, 422)
DONE = (302, 303)
EMOJI = "💡 abajur ñ 🛋️"
GARBAGE: dict[str, Any] = {
    "empty": "", "nul": "a\x00b", "long": "x" * 20_000, "emoji": EMOJI, "arrays": ["1", "[]", "{}"],
    "huge": "1" + "0" * 25, "script": "<script>alert(1)</script>", "percent": "%00%0d%0a", "turned": "\u202e٣",
}  # fmt: skip
GUEST = ("/entrar/", "/cadastro/", "/senha/esqueci/", "/rastrear/", "/contato/")
OWN = (
    "/conta/", "/conta/dados/", "/conta/dados/senha/", "/conta/dados/email/", "/conta/enderecos/",
    "/conta/enderecos/novo/", "/conta/privacidade/", "/conta/privacidade/dados/", "/conta/privacidade/excluir/",
    "/conta/sessoes/", "/conta/avisos/", "/conta/avaliacoes/", "/conta/pedidos/", "/favoritos/", "/carrinho/",
    "/finalizar/dados/",
)  # fmt: skip


@pytest.fixture
def world(settings) -> matrix.World:
    settings.LIMITS_OFF_ON_LOOPBACK = True
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    return matrix.build()


def pages(world: matrix.World) -> list[tuple[str, Client]]:
    """Addresses with the browser that may see their forms."""
    guest, ana = world.clients["anonymous"], world.clients["customer A"]
    order = access.path_of(world.order)
    number = world.values["conta/enderecos/|number"]
    own = [*OWN, f"/conta/enderecos/{number}/", order, f"{order}cancelar/", f"{order}sem-convites/"]
    free = [*GUEST, f"/senha/nova/{proofs.reset(user=world.ana)}/", f"/produto/{world.lamp.slug}/"]
    return [(path, guest) for path in free] + [(path, ana) for path in own]


def checkout(client: Client) -> None:
    """To the last step, so that the pages of all three open."""
    buyer = {
        "email": "ana@example.com", "nome": "Ana", "documento": "529.982.247-25", "telefone": "(11) 91234-5678",
    }  # fmt: skip
    assert client.post("/finalizar/dados/", buyer).status_code == 303
    assert client.post("/finalizar/entrega/", {"entrega": "retirada", "endereco": "novo"}).status_code == 303


def send(client: Client, form: Form, value: Any) -> Any:
    """The answer; nothing of what it did stays."""
    kept = client.cookies.output().replace("Set-Cookie: ", "")
    caches["counters"].clear()  # wrong passwords are counted per account
    with transaction.atomic():
        answer = client.post(form.action, dict.fromkeys(form.names, value))
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(kept)
    return answer


def faults(client: Client, form: Form, name: str, value: Any, counted: Counter[str]) -> list[str]:
    answer = send(client, form, value)
    page, where = answer.content.decode(errors="replace"), f"{form.action} {name}: {answer.status_code}"
    counted[str(answer.status_code)] += 1
    if answer.status_code in DONE:
        return []
    found = [] if answer.status_code in REFUSED else [where]
    if dead := forms.dead_links(page):
        found.append(f"{where}: summary leads nowhere: {dead}")
    if answer.status_code == 422 and "<title>Erro" in page and "data-form-errors" not in page:
        found.append(f"{where}: no summary")
    if name == "emoji" and answer.status_code in (409, 422) and (gone := forms.lost(page, form, EMOJI)):
        found.append(f"{where}: not kept: {gone}")
    if "<script>alert(1)" in page:
        found.append(f"{where}: not escaped")
    return found


def test_no_form_breaks_loses_what_was_typed_or_leads_nowhere(world: matrix.World) -> None:
    checkout(world.clients["customer A"])
    found, counted, seen = [], Counter[str](), set()
    steps = [(path, world.clients["customer A"]) for path in ("/finalizar/entrega/", "/finalizar/pagamento/")]
    for address, client in pages(world) + steps:
        shown = client.get(address)
        assert shown.status_code == 200, (address, shown.status_code)
        for form in forms.posts(shown.content.decode(), address):
            if (form.action, tuple(form.names)) in seen:
                continue
            seen.add((form.action, tuple(form.names)))
            for name, value in GARBAGE.items():
                found += faults(client, form, name, value, counted)
    assert not found, "\n".join(found)
    print(f"{len(seen)} forms, answers {dict(counted)}")
    assert len(seen) >= 35
