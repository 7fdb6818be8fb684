"""Whatever comes in through an address, the shop answers like a shop: never with a fault of its own."""

import pytest
from django.test import Client
from django.utils import timezone

from catalog import reviews
from catalog.models import Product
from tests import make

pytestmark = pytest.mark.django_db

ODD = {
    "nul": "\x00",
    "long": "a" * 20_000,
    "nan": "NaN",
    "infinity": "-Infinity",
    "huge": "1" + "0" * 25,
    "negative": "-1",
    "superscript": "²",
    "lone surrogate": b"\xed\xa0\x80",
    "broken utf-8": b"\xff\xfe",
    "right to left": "\u202e2700",
    "quotes": "'\"`;--",
    "full text": '"*" OR NEAR(',
    "tsquery": "a & | ! ( ) :*",
    "path": "../../etc/passwd",
    "range": "9" * 30 + "-" + "9" * 31,
    "open range": "-",
    "upside down": "900-100",
    "emoji": "💡" * 300,
}
PAGES = {
    "/": ["x"],
    "/catalogo/": [
        "q", "categoria", "marca", "preco", "preco-min", "preco-max", "nota", "disponivel", "cor", "soquete", "lumens",
        "dimerizavel", "ambiente", "ordem", "pagina",
    ],
    "/categoria/iluminacao/": ["cor", "preco", "pagina", "ordem"],
    "/busca/": ["q", "cor", "pagina"],
    "/busca/sugestoes/": ["q"],
    "/produto/cupula/": ["foto", "estrelas", "ordem", "pagina", "previa", "tarifa", "horas"],
    "/favoritos/": ["p"],
    "/comparar/": ["diferencas"],
    "/calculadora/": [
        "ambiente", "comprimento", "largura", "altura", "paredes", "clima", "tensao", "estilo", "x",
    ],
    "/calculadora/?ambiente=quarto&comprimento=4&largura=3&y": ["altura", "paredes", "clima", "tensao", "estilo"],
    "/contato/": ["enviada"],
    "/sitemap-produtos.xml": ["p"],
}  # fmt: skip
MAY_REFUSE = ("pagina", "p", "preco-min", "preco-max")  # 404 for a page, 302 for typed prices


@pytest.fixture(autouse=True)
def lamp() -> Product:
    made = make.product(
        "Pendente Cúpula",
        slug="cupula",
        brand="Lumiar",
        specs={"color_temperature": 2700, "base": "e27", "lumens": 806, "watts": 9, "dimmable": True, "room": ["sala"]},
        images=["day", "night"],
    )
    make.review(made)
    reviews.recount(product_ids=[made.pk], at=timezone.now())
    return made


def quoted(value: str | bytes) -> str:
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in raw)


@pytest.mark.parametrize("name", list(ODD))
@pytest.mark.parametrize("address", list(PAGES))
def test_no_value_breaks_a_page(client: Client, address: str, name: str) -> None:
    client.raise_request_exception = False
    value = quoted(ODD[name])
    for param in PAGES[address]:
        status = client.get(f"{address}{'&' if '?' in address else '?'}{param}={value}").status_code
        if name == "long" or param in MAY_REFUSE:  # 20 kB are more than an address may hold
            assert status in (200, 302, 400, 404, 413), (status, param)
        else:
            assert status == 200, (status, param)


@pytest.mark.once
@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"cor={number}" for number in range(400)),
        "&".join(f"p{number}=1" for number in range(900)),
        "&".join(f"p{number}=1" for number in range(3000)),
        "cor[]=2700&cor[0]=2700&cor.x=1",
        "&&&&;;==&=",
        "q=" + "pendente+" * 900,
        "cor=2700%26soquete=e27",
        "%",
        "q=%",
        "q=%zz",
        "ordem=menor-preco&ordem=maior-preco",
        "pagina=1&pagina=2",
    ],
)
@pytest.mark.parametrize("address", ["/", "/catalogo/", "/busca/", "/produto/cupula/"])
def test_no_heap_of_parameters_breaks_a_page(client: Client, address: str, query: str) -> None:
    client.raise_request_exception = False
    assert client.get(f"{address}?{query}").status_code in (200, 400, 404, 413)


@pytest.mark.once
@pytest.mark.parametrize("cookie", ["escolhas", "tema", "messages", "csrf", "sessao"])
@pytest.mark.parametrize("value", ["", "\u00e9", "a" * 4000, "f=1:x", '"', "[]"])
def test_no_cookie_breaks_a_page(client: Client, cookie: str, value: str) -> None:
    client.raise_request_exception = False
    client.cookies[cookie] = value
    for address in ("/", "/favoritos/", "/comparar/"):
        assert client.get(address).status_code == 200


@pytest.mark.once
@pytest.mark.parametrize(
    "header", ["If-None-Match", "X-Partial", "Accept-Encoding", "Accept-Language", "Referer", "If-Modified-Since"]
)
@pytest.mark.parametrize("value", ["", "*", '"', "W/", "gzip;q=x", "a" * 5000, "é"])
def test_no_header_breaks_a_page(client: Client, header: str, value: str) -> None:
    client.raise_request_exception = False
    response = client.get("/catalogo/", headers={header: value})
    assert response.status_code in (200, 304)


@pytest.mark.once
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("address", ["/", "/catalogo/", "/produto/cupula/", "/sobre/", "/robots.txt", "/sitemap.xml"])
def test_pages_are_only_read(client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code in (403, 404, 405)
