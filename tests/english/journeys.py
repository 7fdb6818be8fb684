"""What people do in the shop, told once for both languages: look around, choose, buy, come back, get lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.core import mail
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import proofs
from accounts.models import BrowserSession
from catalog import alerts
from catalog.models import Product
from iluminacasa import languages
from iluminacasa.errors import TooMany
from orders import access, notices
from orders.views.mail import about_accounts, about_orders
from tests.browser.page_types import BEDROOM, ERRORS, PAGE_TYPES, PageType
from tests.english import said
from tests.english.shop import BULB, CUSTOMER, LAMP, SOLD_OUT, World
from tests.english.visits import Visitor
from tests.pages.reading import Page
from tests.pages_buy.shopper import ADDRESS, BUYER, DATA, DELIVERY, PAYMENT, hidden_fields
from tests.people import PASSWORD

SEEN = "01310100"
ORDER_PAGES = ("recibo/", "textos/", "cancelar/", "desistir/", "sem-convites/")
NEW_PASSWORD = "varanda-acesa-a-noite-31"


def types(*guests: str) -> Iterator[PageType]:
    return (kind for kind in PAGE_TYPES if kind.guest in guests)


def look(visitor: Visitor, kinds: Iterator[PageType]) -> None:
    """Each page type of the browser's checks; refused forms are sent as there."""
    for kind in kinds:
        if kind.fields is None:
            visitor.get(kind.path, status=None)
        else:
            quietly(visitor, kind.path, kind.fields)


def quietly(visitor: Visitor, path: str, fields: Mapping[str, str] = MappingProxyType({})) -> None:
    """What this form answers, without its effect."""

    def send() -> None:
        visitor.post(path, fields, None)

    visitor.aside(send)


# --- Looking around ------------------------------------------------------------------------------
def anybody(visitor: Visitor) -> None:
    visitor.wander("/", BEDROOM, f"{BEDROOM}&plano=economy", f"/produto/{SOLD_OUT}/", "/conta/", "/busca/?q=pendente")
    look(visitor, types("anyone"))
    for words in ("", "pendente 3 lâmpadas quente até 300 bivolt para cozinha", "luz para quarto", "a"):
        visitor.get(f"/busca/?q={words}")
        visitor.get(f"/busca/sugestoes/?q={words}", status=None)
    for odd in (
        "/conta/favoritos/",
        "/catalogo/?pagina=99",
        "/catalogo/?preco=9-1&cor=x",
        "/comparar/?so=diferencas",
        "/finalizar/",
    ):
        visitor.get(odd, status=None)


def chooser(visitor: Visitor, lamp: Product) -> None:
    """Favourites, comparison and cart, with a lamp that fits no home and a bulb for it."""
    slugs = (LAMP, BULB, SOLD_OUT, *Product.objects.visible().values_list("slug", flat=True)[:4])
    for where in ("favoritos", "comparar"):
        for slug in slugs:
            visitor.post(f"/{where}/adicionar/", {"produto": slug, "next": visitor.there("/")}, None)
        visitor.post(f"/{where}/remover/", {"produto": slugs[-1], "next": visitor.there(f"/{where}/")})
        visitor.wander(f"/{where}/", most=1)
        quietly(visitor, f"/{where}/limpar/")
    for slug in (LAMP, SOLD_OUT, BULB):
        visitor.post("/carrinho/adicionar/", {"produto": slug, "quantidade": "2"}, None)
    visitor.post("/carrinho/casa/", {"tensao": "127v"})
    for code in ("", "NADA", "VENCIDO", "LUZ10"):
        visitor.post("/carrinho/cupom/", {"codigo": code}, None)
    for cep, way in (("", ""), ("123", ""), ("01310-100", ""), ("69000-000", "expresso"), ("01310-100", "economico")):
        visitor.post("/carrinho/entrega/", {"cep": cep, "entrega": way}, None)
    visitor.wander("/carrinho/", most=1)
    for line in lines_of(visitor):
        for what, fields in (
            ("quantidade", {"quantidade": "999"}), ("quantidade", {"quantidade": "50"}), ("guardar", {}),
            ("favoritos", {}), ("remover", {}), ("trocar", {"produto": BULB, "quantidade": "1"}),
        ):  # fmt: skip
            quietly(visitor, f"/carrinho/item/{line}/{what}/", fields)
    visitor.post(f"/carrinho/item/{lines_of(visitor)[-1]}/guardar/")
    visitor.wander("/carrinho/", most=1)
    aside = next(each["action"] for each in visitor.get("/carrinho/").all("form") if "/voltar/" in each.get("action"))
    visitor.post(languages.address(aside, languages.PORTUGUESE))
    quietly(visitor, "/carrinho/cupom/tirar/")
    visitor.post("/carrinho/avisos/")


def lines_of(visitor: Visitor) -> list[str]:
    page = visitor.get("/carrinho/")
    found = (each["action"].partition("/item/")[2].partition("/")[0] for each in page.all("form") if each.has("action"))
    return sorted(set(filter(None, found)))


# --- Buying --------------------------------------------------------------------------------------
def buys(visitor: Visitor, method: str, *, way: str = "economico") -> str:
    """From the product to the order; its path, without a prefix."""
    visitor.post("/carrinho/adicionar/", {"produto": LAMP, "quantidade": "1"})
    visitor.get(DATA)
    visitor.send_forms(DATA)
    visitor.post(DATA, BUYER | {"documento": "111.111.111-11", "email": "x", "telefone": "1"}, 422)
    visitor.post(DATA, BUYER)
    visitor.send_forms(DELIVERY)
    visitor.post(DELIVERY, ADDRESS | {"entrega": way, "cep_visto": ""}, None)
    visitor.post(DELIVERY, ADDRESS | {"entrega": way, "cep_visto": SEEN})
    hidden = hidden_fields(visitor.shown[-1].html)
    visitor.send_forms(PAYMENT)
    visitor.post(PAYMENT, hidden | {"forma": method, "total_visto": "1.00", "total": "1.00"}, None)
    hidden = hidden_fields(visitor.get(PAYMENT).html)
    response = visitor.client.post(visitor.there(PAYMENT), hidden | {"forma": method})
    assert response.status_code == 303, method
    visitor.follow_up(f"POST {PAYMENT}", response["Location"])
    path = languages.address(response["Location"], languages.PORTUGUESE)
    visitor.wander(path, most=1)
    return path


def guest_buys(visitor: Visitor) -> None:
    for method, way in (("pix", "economico"), ("card", "expresso"), ("pickup", "retirada")):
        path = buys(visitor, method, way=way)
        for below in ORDER_PAGES if method == "pix" else ():
            visitor.get(f"{path}{below}")
        visitor.get(f"{path}situacao/")
    visitor.post(f"{path}conta/", {"senha": "1"}, None)
    for below, fields in (("conta/", {"senha": PASSWORD}), ("pagar/", {"forma": "pix"}), ("demonstracao/", {})):
        quietly(visitor, f"{path}{below}", fields)
    visitor.post(f"{path}de-novo/")
    visitor.post(f"{path}cancelar/", {"motivo": "nada que exista"})
    number = path.split("/")[2]
    visitor.post("/rastrear/", {"numero": number, "email": "outra@example.com"}, None)
    visitor.post("/rastrear/", {"numero": number, "email": BUYER["email"]}, None)


# --- Coming back ---------------------------------------------------------------------------------
def customer(visitor: Visitor, world: World) -> None:
    visitor.post("/entrar/", {"email": CUSTOMER, "senha": PASSWORD})
    visitor.wander("/conta/", most=80)
    look(visitor, types("customer"))
    for name, order in world.orders.items():
        path = access.path_of(order)
        visitor.wander(path, most=1)
        for below in ORDER_PAGES if name in ("delivered", "withdrawn") else ():
            visitor.get(f"{path}{below}")
    for path in (f"/produto/{world.bought.slug}/avaliar/", f"/produto/{world.lamp.slug}/avisar/"):
        visitor.wander(path, most=1)
    visitor.get(f"/conta/pedidos/{world.orders['delivered'].number}/")
    opinion = {"nota": "5", "titulo": "", "texto": "zzzxqw", "nome": "Ana"}
    quietly(visitor, f"/produto/{world.bought.slug}/avaliar/", opinion)
    own = world.customer
    address, session = own.addresses.get().pk, BrowserSession.objects.filter(user=own).latest("pk").pk
    changes: tuple[tuple[str, dict[str, str]], ...] = (
        ("/conta/dados/", {"nome": "Ana Souza", "telefone": "(11) 91234-5678", "documento": "529.982.247-25"}),
        ("/conta/dados/senha/", {"senha_atual": PASSWORD, "senha": NEW_PASSWORD, "senha_nova": NEW_PASSWORD}),
        ("/conta/dados/email/", {"email": "nova@example.com", "senha": PASSWORD}),
        ("/conta/dados/confirmacao/", {}),
        ("/conta/enderecos/novo/", ADDRESS),
        ("/conta/privacidade/", {"novidades": "on"}),
        ("/conta/privacidade/dados/", {"senha": PASSWORD}),
        ("/conta/privacidade/excluir/", {"senha": PASSWORD}),
        (f"/conta/enderecos/{address}/principal/", {}),
        (f"/conta/enderecos/{address}/apagar/", {}),
        (f"/conta/sessoes/{session}/encerrar/", {}),
        ("/conta/sessoes/encerrar/", {}),
        ("/sair/", {}),
    )
    for path, fields in changes:
        quietly(visitor, path, fields)


def newcomer(visitor: Visitor, world: World) -> None:
    """Letters' links: good, and spoilt."""
    new, own = "nova@example.com", world.customer
    visitor.post("/cadastro/", {"nome": "Ana Souza", "email": new, "senha": PASSWORD, "aceite": "on"}, None)
    visitor.post("/senha/esqueci/", {"email": CUSTOMER}, None)
    visitor.post(f"/produto/{LAMP}/avisar/", {"email": new, "tipo": "price_drop"}, None)
    message = {"nome": "Ana", "email": new, "assunto": "pedido", "mensagem": "zzzxqw"}
    visitor.post("/contato/", message, None)
    for path in (f"/senha/nova/{proofs.reset(user=own)}/", f"/email/confirmar/{proofs.verification(user=own)}/"):
        visitor.wander(path, most=1)
    for path in ("/email/confirmar/x/", "/avisos/cancelar/x/", "/conta/manter/x/", "/pedido/IC0000000000000/x/"):
        visitor.get(path, status=None)


# --- Getting lost --------------------------------------------------------------------------------
def lost(visitor: Visitor) -> None:
    """Pages of trouble: asked for where a working shop shows them, drawn where it does not."""
    for path in ("/nada/", "/produto/vaso/", "/categoria/pendents/", "/troca/", "/favorito/"):
        visitor.get(path, status=404)
    refusing = Visitor(visitor.language, Client(enforce_csrf_checks=True, headers={"Origin": "https://other.example"}))
    refusing.post("/entrar/", {"email": "x"}, None)
    visitor.shown += refusing.shown
    with languages.speaking(visitor.language):
        request = RequestFactory().get(visitor.there("/erro/"))
        for name in ERRORS:
            drawn = render(request, f"errors/{name}.html", {"error": TooMany(retry_after=30)})
            visitor.keep(drawn, f"error {name}")


# --- Letters -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Paper:
    subject: str
    text: str
    html: str

    def lines(self) -> Iterator[str]:
        yield self.subject
        yield from filter(None, map(str.strip, self.text.splitlines()))
        yield from (each.text for each in said.words_of(Page(self.html), "en"))


def mailbox() -> list[Paper]:
    """What was written to somebody on the way."""
    return [
        Paper(str(each.subject), str(each.body), "".join(str(other.content) for other in each.alternatives))
        for each in mail.outbox
    ]


def letters(language: str) -> list[Paper]:
    """What was written on the way, what the clock has the shop write, and a specimen of every other letter."""
    now = timezone.now()
    alerts.tell(at=now)
    notices.hand_over(at=now)
    with languages.speaking(language):
        specimens = [Paper(each.subject, each.text, each.html) for each in (*about_orders(), *about_accounts())]
    return [*mailbox(), *specimens]


# --- All of it -----------------------------------------------------------------------------------
def everything(world: World, language: str) -> Visitor:
    guest = Visitor(language)
    anybody(guest)
    chooser(guest, world.lamp)
    guest_buys(guest)
    lost(guest)
    newcomer(guest.another(), world)
    customer(guest.another(), world)
    return guest
