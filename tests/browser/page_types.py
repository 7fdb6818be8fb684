"""Every kind of page a visitor can meet, once: what the checks of accessibility and of HTML go through."""

import json
from dataclasses import dataclass
from typing import Literal

import pytest
import requests

from tests.servers import Shop

Guest = Literal["anyone", "with choices", "staff"]

LAMP = "/produto/pendente-cupula-terracota-40-cm/"
SOLD_OUT = "/produto/pendente-cupula-preta-40-cm/"
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
    PageType("favourites, empty", "/favoritos/"),
    PageType("favourites", "/favoritos/", guest="with choices"),
    PageType("comparison, empty", "/comparar/"),
    PageType("comparison", "/comparar/", guest="with choices"),
    PageType("categories", "/categorias/"),
    *(
        PageType(f"institutional, {slug}", f"/{slug}/")
        for slug in ("sobre", "perguntas-frequentes", "entrega", "trocas", "privacidade", "termos")
    ),
    PageType("contact", "/contato/"),
    PageType("contact, refused", "/contato/", status=422, fields={"nome": "", "email": "sem arroba", "mensagem": "Oi"}),
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
    session = shop.manage("shell", "--verbosity", "0", "-c", MAKE_STAFF).stdout.split()[-1]
    return {"anyone": {}, "with choices": chosen, "staff": {"sessao": session}}
