"""Every kind of page a visitor can meet, once: what the checks of accessibility and of HTML go through."""

import json
from dataclasses import dataclass
from typing import Literal

import pytest
import requests

from tests.servers import Shop

Guest = Literal["anyone", "with choices", "customer", "staff"]

LAMP = "/produto/pendente-cupula-terracota-40-cm/"
SOLD_OUT = "/produto/pendente-cupula-preta-40-cm/"
BEDROOM = "/calculadora/?ambiente=quarto&comprimento=4&largura=3&altura=2,6&paredes=claras&tensao=127v"
CHOSEN = ("pendente-cupula-terracota-40-cm", "pendente-globo-opala-30-cm-com-latao", "lampada-bulbo-led-9-w-2700-k-e27")


@dataclass(frozen=True)
class PageType:
    name: str
    path: str
    guest: Guest = "anyone"
    status: int = 200
    fields: dict[str, str] | None = None  # typed into the form of the page, which is then sent


PAGE_TYPES = [
    PageType("home", "/"),
    PageType("all products", "/catalogo/"),
    PageType("second page", "/catalogo/?pagina=2"),
    PageType("category", "/categoria/iluminacao/"),
    PageType("category with filters", "/categoria/pendentes/?cor=2700&cor=3000&preco=100-600"),
    PageType("nothing passes the filters", "/categoria/pendentes/?cor=6500&preco=1-2"),
    PageType("search", "/busca/?q=pendente"),
    PageType("search corrected", "/busca/?q=pendete+terracota"),
    PageType("search without results", "/busca/?q=zzzxqw"),
    PageType("product", LAMP),
    PageType("product, second picture", f"{LAMP}?foto=2"),
    PageType("product, sold out", SOLD_OUT),
    PageType("lamp in a room", f"{LAMP}ambiente/?cor=4000&pecas=4"),
    PageType("favourites, empty", "/favoritos/"),
    PageType("favourites", "/favoritos/", guest="with choices"),
    PageType("comparison, empty", "/comparar/"),
    PageType("comparison", "/comparar/", guest="with choices"),
    PageType("categories", "/categorias/"),
    PageType("calculator", "/calculadora/"),
    PageType("calculator, plans", BEDROOM),
    PageType("plan in a room", BEDROOM.replace("/?", "/ambiente/?") + "&plano=economy"),
    PageType("calculator, refused", "/calculadora/?ambiente=castelo&comprimento=0&largura="),
    *(
        PageType(f"institutional, {slug}", f"/{slug}/")
        for slug in ("sobre", "perguntas-frequentes", "entrega", "trocas", "privacidade", "termos")
    ),
    PageType("contact", "/contato/"),
    PageType("contact, refused", "/contato/", status=422, fields={"nome": "", "email": "sem arroba", "mensagem": "Oi"}),
    PageType("sign in", "/entrar/"),
    PageType("sign in, refused", "/entrar/", status=422, fields={"email": "ninguem@example.com", "senha": "errada"}),
    PageType("sign up", "/cadastro/"),
    PageType("sign up, refused", "/cadastro/", status=422, fields={"nome": "", "email": "sem", "senha": "123"}),
    PageType("sign up, sent", "/cadastro/enviado/"),
    PageType("forgotten password", "/senha/esqueci/"),
    PageType("forgotten password, sent", "/senha/esqueci/?enviada=1"),
    PageType("dead link", "/senha/nova/lixo/", status=400),
    PageType("alert", f"{LAMP}avisar/"),
    PageType("alert, sold out", f"{SOLD_OUT}avisar/"),
    PageType("alert, refused", f"{LAMP}avisar/", status=422, fields={"email": "sem arroba"}),
    PageType("alert, dead link", "/avisos/confirmar/lixo/", status=400),
    PageType("account", "/conta/", guest="customer"),
    *(
        PageType(f"account, {path.replace('/', ' ')}", f"/conta/{path}/", guest="customer")
        for path in (
            "dados",
            "dados/senha",
            "dados/email",
            "enderecos",
            "enderecos/novo",
            "privacidade",
            "privacidade/dados",
            "privacidade/excluir",
            "sessoes",
            "avisos",
            "avaliacoes",
        )
    ),
    PageType(
        "account, data refused",
        "/conta/dados/",
        guest="customer",
        status=422,
        fields={"nome": "", "telefone": "12", "documento": "123"},
    ),
    PageType(
        "account, erasure refused",
        "/conta/privacidade/excluir/",
        guest="customer",
        status=422,
        fields={"senha": "errada"},
    ),
    PageType("review", f"{LAMP}avaliar/", guest="customer"),
    PageType("review, refused", f"{LAMP}avaliar/", guest="customer", status=422, fields={"nome": ""}),
    PageType("review, not a buyer", f"{SOLD_OUT}avaliar/", guest="customer", status=403),
    PageType("not found", "/categoria/nao-existe/", status=404),
    PageType("style", "/estilo/", guest="staff"),
]
EACH_PAGE_TYPE = pytest.mark.parametrize("kind", PAGE_TYPES, ids=[kind.name for kind in PAGE_TYPES])

# Pages of trouble: a shop that works shows only some of them, so they are drawn without the trouble.
ERRORS = ("400", "403", "403_csrf", "409", "429", "500", "503")
DRAW_ERRORS = """
import json
from django.shortcuts import render
from django.test import RequestFactory
from iluminacasa.errors import TooMany
request = RequestFactory().get("/erro/", headers={"host": "127.0.0.1"})
error = TooMany(retry_after=30)
names = %r
print(json.dumps({name: render(request, f"errors/{name}.html", {"error": error}).text for name in names}))
"""

MAKE_STAFF = """
from django.conf import settings
from django.test import Client
from accounts.models import User
client = Client()
client.force_login(User.objects.create_superuser(email="equipe@example.com"))
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""

MAKE_CUSTOMER = """
from django.conf import settings
from django.test import Client
from django.utils import timezone
from accounts import addresses, consents, tokens
from accounts.models import User
from catalog import buyers
from catalog.models import Alert, Product, Review
now, slugs = timezone.now(), %r
user = User.objects.create_user("cliente@example.com", "luz-na-sala-42", name="Ana Souza", email_verified_at=now)
home = addresses.AddressFields(
    recipient="Ana Souza", postal_code="01310100", street="Avenida Paulista", number="1000", district="Bela Vista",
    city="São Paulo", state="SP", complement="Apartamento 1203, bloco B", label="Casa",
)
for is_default in (True, False):
    addresses.add(user=user, fields=home, is_default=is_default)
consents.set_marketing(user=user, is_wanted=True, origin="conta", at=now)
tokens.issue(user=user, agent="Ilumina/1.0", address="10.0.0.1", at=now)
products = [Product.objects.get(slug=slug) for slug in slugs]
buyers.received(user_id=user.pk, product_ids=[each.pk for each in products], at=now)
Review.objects.create(product=products[1], author=user, author_name="Ana S.", rating=4, title="Boa", text="Quente.")
for kind in ("back_in_stock", "price_drop"):
    Alert.objects.create(product=products[0], email=user.email, kind=kind, price_seen="100.00", confirmed_at=now)
client = Client()
client.force_login(user)
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def error_pages(shop: Shop) -> dict[str, str]:
    """Name and HTML of every page of trouble."""
    drawn = shop.manage("shell", "--verbosity", "0", "-c", DRAW_ERRORS % list(ERRORS)).stdout
    pages: dict[str, str] = json.loads(drawn.splitlines()[-1])
    return pages


def guest_cookies(shop: Shop) -> dict[Guest, dict[str, str]]:
    """The cookies each guest comes with."""
    with requests.Session() as chooser:
        for slug in CHOSEN:
            for where in ("favoritos", "comparar"):
                form = {"produto": slug, "next": "/"}
                answer = chooser.post(
                    f"{shop.url}/{where}/adicionar/", data=form, headers={"Origin": shop.url},
                    allow_redirects=False, timeout=10,
                )  # fmt: skip
                assert answer.status_code == 303
        chosen = dict(chooser.cookies)
    staff, customer = (
        {"sessao": shop.manage("shell", "--verbosity", "0", "-c", code).stdout.split()[-1]}
        for code in (MAKE_STAFF, MAKE_CUSTOMER % (CHOSEN,))
    )
    return {"anyone": {}, "with choices": chosen, "staff": staff, "customer": customer}
