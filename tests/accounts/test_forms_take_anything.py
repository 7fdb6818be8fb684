"""Every form of the account, empty and with garbage: refused kindly, with what was typed."""

import re

import pytest
from django.test import Client

from accounts import proofs
from accounts.models import User

pytestmark = pytest.mark.django_db
ADDRESS = [
    "destinatario",
    "cep",
    "rua",
    "numero",
    "complemento",
    "bairro",
    "cidade",
    "estado",
    "referencia",
    "telefone",
    "apelido",
]
FORMS = {
    "/entrar/": ["email", "senha"],
    "/cadastro/": ["nome", "email", "senha", "novidades"],
    "/senha/esqueci/": ["email"],
    "reset": ["senha"],
    "/conta/dados/": ["nome", "telefone", "documento"],
    "/conta/dados/senha/": ["senha_atual", "senha"],
    "/conta/dados/email/": ["email", "senha"],
    "/conta/enderecos/novo/": [*ADDRESS, "principal"],
}
GARBAGE = [
    "a\x00b", "x" * 20_000, "<script>alert(1)</script>", "\ufffd", "'; DROP TABLE accounts_user;--", "%00%0d%0a",
    "\u202e\u0000", "٣" * 50, "[]", "1e999",
]  # fmt: skip


@pytest.fixture
def visitor(request: pytest.FixtureRequest, ana: User) -> Client:
    address = request.node.callspec.params["address"]
    client: Client = request.getfixturevalue("as_ana") if address.startswith("/conta/") else Client()
    return client


def place(address: str, ana: User) -> str:
    return f"/senha/nova/{proofs.reset(user=ana)}/" if address == "reset" else address


@pytest.mark.parametrize("address", FORMS)
def test_an_empty_form_is_refused_and_its_summary_leads_to_the_fields(visitor: Client, ana: User, address: str) -> None:
    answer = visitor.post(place(address, ana), {})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Erro: " in page
    summary = re.findall(r'<li><a href="#([^"]+)">', page[page.index("data-form-errors") :])
    assert summary
    for field in summary:
        assert f'id="{field}"' in page
        assert f'id="{field}_error"' in page
        control = re.search(rf'<(?:input|select)[^>]*id="{field}"[^>]*>', page)
        assert control is not None
        assert 'aria-invalid="true"' in control[0]
        assert f"{field}_error" in control[0]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
@pytest.mark.parametrize("address", FORMS)
def test_garbage_is_refused_and_kept_on_the_page(visitor: Client, ana: User, address: str, garbage: str) -> None:
    answer = visitor.post(place(address, ana), dict.fromkeys(FORMS[address], garbage))
    assert answer.status_code in (303, 422)
    page = answer.content.decode()
    assert "<script>alert(1)</script>" not in page
    shown = [
        name for name in FORMS[address] if name not in ("senha", "senha_atual", "estado", "novidades", "principal")
    ]
    if answer.status_code == 422 and garbage.startswith("x"):
        assert page.count(garbage) >= len(shown)


@pytest.mark.parametrize("address", FORMS)
def test_fields_are_bound_to_labels_and_named_for_password_managers(visitor: Client, ana: User, address: str) -> None:
    page = visitor.get(place(address, ana)).content.decode()
    for name in FORMS[address]:
        assert f'for="id_{name}"' in page
        control = re.search(rf'<(?:input|select)[^>]*id="id_{name}"[^>]*>', page)
        assert control is not None
        if name not in ("novidades", "principal", "numero", "referencia", "apelido", "bairro"):
            assert "autocomplete=" in control[0], name


@pytest.mark.parametrize("address", ["/entrar/", "/cadastro/"])
@pytest.mark.parametrize("kind", ["bz2_codec", "idna", "undefined", "nope"])
def test_odd_charsets_are_no_error_of_ours(client: Client, address: str, kind: str) -> None:
    answer = client.generic("POST", address, "email=a", f"application/x-www-form-urlencoded; charset={kind}")
    assert answer.status_code in (400, 415)
