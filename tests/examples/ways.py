"""The two ways through the shop: its pages, read as a browser gets them, and its API, by the example client."""

import html
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from shop_api import Refused, ShopApi
from shop_api.shapes import Cart, Order, PostalAddressInputRequest

from tests.examples.scenarios import Seen
from tests.pages_buy.shopper import BUYER, hidden_fields

PASSWORD = "janela-aberta-para-o-mar-73"
HOME: PostalAddressInputRequest = {
    "recipient": "Ana Souza", "postal_code": "01310-100", "street": "Avenida Paulista", "number": "1000",
    "district": "Bela Vista", "city": "São Paulo", "state": "SP",
}  # fmt: skip
TYPED = {
    "destinatario": "Ana Souza", "cep": "01310-100", "rua": "Avenida Paulista", "numero": "1000", "complemento": "",
    "bairro": "Bela Vista", "cidade": "São Paulo", "estado": "SP", "referencia": "",
}  # fmt: skip
ROW = re.compile(r"<div[^>]*><dt>(.*?)</dt><dd>(.*?)</dd></div>", re.DOTALL)
MONEY = re.compile(r"R\$\s*([\d.]+,\d\d)")
AVAILABILITY = {"InStock": "in_stock", "LimitedAvailability": "low_stock", "OutOfStock": "out_of_stock"}
ERROR = re.compile(r'<span class="vh">Erro: </span>(.*?)</span>', re.DOTALL)


# --- By pages ------------------------------------------------------------------------------------
def money(text: str) -> str:
    """`R$ 1.234,56` as the API writes it; nothing for no amount, and what costs nothing costs 0.00."""
    found = MONEY.search(text)
    if found is None:
        return "0.00" if "rátis" in text else ""
    return found[1].replace(".", "").replace(",", ".")


def rows(page: str, css: str) -> dict[str, str]:
    """The sums of a page by their first word."""
    block = page.partition(f'<dl class="{css}">')[2].partition("</dl>")[0]
    return {re.sub(r"<.*?>", "", name).strip(): money(value) for name, value in ROW.findall(block)}


@dataclass
class ByPages:
    slugs: dict[str, str]
    codes: dict[str, str]
    email: str
    client: Client = field(default_factory=lambda: Client(headers={"Sec-Fetch-Site": "same-origin"}))
    delivery: str = ""
    address: str = ""  # of the order's page

    def look(self, product: str) -> Seen:
        page = self.client.get(f"/produto/{self.slugs[product]}/").content.decode()
        offer = re.search(r'"availability":\s*"https://schema.org/(\w+)".*?"price":\s*"([\d.]+)"', page)
        other = re.search(r'"price":\s*"([\d.]+)".*?"availability":\s*"https://schema.org/(\w+)"', page)
        assert offer or other, page
        price, there = (other[1], other[2]) if other else ((offer[2], offer[1]) if offer else ("", ""))
        return {"sale_price": price, "pix_price": pix_of(page), "availability": AVAILABILITY[there]}

    def add(self, product: str, quantity: int) -> Seen:
        data = {"produto": self.slugs[product], "quantidade": quantity}
        return self.after(self.client.post("/carrinho/adicionar/", data))

    def change(self, product: str, quantity: int) -> Seen:
        return self.after(self.client.post(f"{self.line(product)}quantidade/", {"quantidade": quantity}))

    def remove(self, product: str) -> Seen:
        return self.after(self.client.post(f"{self.line(product)}remover/"))

    def coupon(self, code: str) -> Seen:
        return self.after(self.client.post("/carrinho/cupom/", {"codigo": self.codes.get(code, code)}))

    def deliver(self, cep: str, method: str) -> Seen:
        self.delivery = method
        self.client.post("/carrinho/entrega/", {"cep": cep, "entrega": ""})
        return self.after(self.client.post("/carrinho/entrega/", {"cep": cep, "entrega": method}))

    def sign_in(self) -> Seen:
        answer = self.client.post("/entrar/", {"email": self.email, "senha": PASSWORD})
        assert answer.status_code == 303, answer.content.decode()
        return {}

    def order(self, payment: str) -> Seen:
        assert self.client.post("/finalizar/dados/", BUYER | {"email": self.email}).status_code == 303
        where = TYPED | {"entrega": self.delivery, "cep_visto": "01310100"}
        assert self.client.post("/finalizar/entrega/", where).status_code == 303
        told = hidden_fields(self.client.get("/finalizar/pagamento/").content.decode())
        answer = self.client.post("/finalizar/pagamento/", told | {"forma": payment})
        if answer.status_code != 303:
            return refusal(answer)
        self.address = answer["Location"]
        return self.ordered()

    def pay(self) -> Seen:
        return self.ordered()

    def cancel(self, reason: str) -> Seen:
        assert self.client.post(f"{self.address}cancelar/", {"motivo": reason}).status_code == 303
        return self.ordered()

    @property
    def number(self) -> str:
        return self.address.split("/")[2]

    def line(self, product: str) -> str:
        page = self.client.get("/carrinho/").content.decode()
        entry = next(each for each in page.split('<li class="line')[1:] if f"/produto/{self.slugs[product]}/" in each)
        found = re.search(r'action="(/carrinho/.*?/)quantidade/"', entry)
        assert found, entry
        return found[1]

    def after(self, answer: Any) -> Seen:
        return self.cart() if answer.status_code == 303 else refusal(answer)

    def cart(self) -> Seen:
        told = rows(self.client.get("/carrinho/").content.decode(), "totals")
        units = next(name for name in told if name.startswith("Produtos"))
        rest = [name for name in told if not name.startswith(("Produtos", "Cupom", "Total"))]
        return {
            "units": int(units.removeprefix("Produtos (").removesuffix(")")),
            "subtotal": told[units],
            "discount": next((told[name] for name in told if name.startswith("Cupom")), "0.00"),
            "shipping": told[rest[0]],
            "total": told["Total no cartão"],
            "pix_total": next(told[name] for name in told if name.startswith("Total no Pix")),
        }

    def ordered(self) -> Seen:
        told = rows(self.client.get(self.address).content.decode(), "sums")
        return {
            "status": self.client.get(f"{self.address}situacao/").json()["status"],
            "subtotal": told["Produtos"],
            "discount": next((told[name] for name in told if name.startswith("Cupom")), "0.00"),
            "pix_discount": told.get("Desconto no Pix", "0.00"),
            "shipping": next(told[name] for name in told if name in ("Frete", "Retirada")),
            "total": told["Total"],
        }


def pix_of(page: str) -> str:
    found = re.search(r'class="[^"]*pix[^"]*"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert found, page
    return money(found[1])


def refusal(answer: Any) -> Seen:
    found = ERROR.search(answer.content.decode())
    assert found, (answer.status_code, answer.content.decode())
    return {"refused": html.unescape(found[1]).strip()}


# --- By the API ----------------------------------------------------------------------------------
class Inside(ShopApi):
    """Asks the shop of this process."""

    def exchange(self, verb: str, address: str, data: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        answer = Client().generic(verb, address, data or b"", "application/json", headers=headers)
        return answer.status_code, answer.content


@dataclass
class ByApi:
    slugs: dict[str, str]
    codes: dict[str, str]
    email: str
    shop: ShopApi = field(default_factory=lambda: Inside("http://testserver"))
    token: str | None = None
    delivery: str = ""
    number: str = ""
    order_token: str | None = None

    def look(self, product: str) -> Seen:
        found = self.shop.product(self.slugs[product])
        return {name: found[name] for name in ("sale_price", "pix_price", "availability")}

    def add(self, product: str, quantity: int) -> Seen:
        try:
            cart = self.shop.cart_item_add(
                {"product": self.slugs[product], "quantity": quantity}, cart_token=self.token
            )  # fmt: skip
        except Refused as refused:
            return refused_by(refused)
        self.token = cart["token"] or self.token
        return told(cart)

    def change(self, product: str, quantity: int) -> Seen:
        return told(self.shop.cart_item_change(self.line(product), {"quantity": quantity}, cart_token=self.token))

    def remove(self, product: str) -> Seen:
        self.shop.cart_item_remove(self.line(product), cart_token=self.token)
        return told(self.shop.cart(cart_token=self.token))

    def coupon(self, code: str) -> Seen:
        try:
            return told(self.shop.cart_coupon({"code": self.codes.get(code, code)}, cart_token=self.token))
        except Refused as refused:
            return refused_by(refused)

    def deliver(self, cep: str, method: str) -> Seen:
        self.delivery = method
        self.shop.cart_shipping_quote({"postal_code": cep, "shipping_method": method}, cart_token=self.token)
        return told(self.shop.cart(cart_token=self.token))

    def sign_in(self) -> Seen:
        self.shop.bearer = self.shop.auth_login({"email": self.email, "password": PASSWORD})["access"]
        return {}

    def order(self, payment: Any) -> Seen:
        cart = self.shop.cart(cart_token=self.token)
        placed = self.shop.order_place(
            {
                "email": self.email, "name": BUYER["nome"], "phone": BUYER["telefone"], "document": BUYER["documento"],
                "address": HOME, "shipping_method": self.delivery, "payment_method": payment,
                "expected_total": cart["pix_total"] if payment == "pix" else cart["total"],
            },
            cart_token=self.token, idempotency_key=uuid.uuid4().hex,
        )  # fmt: skip
        self.number, self.order_token = placed["number"], placed["token"]
        return self.ordered()

    def pay(self) -> Seen:
        return self.ordered()

    def cancel(self, reason: str) -> Seen:
        return agreed(self.shop.order_cancel(self.number, {"reason": reason}, order_token=self.order_token))

    def line(self, product: str) -> int:
        items = self.shop.cart(cart_token=self.token)["items"]
        return next(each["id"] for each in items if each["product"]["slug"] == self.slugs[product])

    def ordered(self) -> Seen:
        return agreed(self.shop.order(self.number, order_token=self.order_token))


def refused_by(refused: Refused) -> Seen:
    return {"refused": refused.problem["detail"]}


def told(cart: Cart) -> Seen:
    return {
        "units": cart["units"], "subtotal": cart["subtotal"], "discount": cart["discount_total"],
        "shipping": cart["shipping_total"] or "", "total": cart["total"], "pix_total": cart["pix_total"],
    }  # fmt: skip


def agreed(order: Order) -> Seen:
    return {
        "status": order["status"], "subtotal": order["lines_total"], "discount": order["discount_total"],
        "pix_discount": order["pix_discount_total"], "shipping": order["freight_total"], "total": order["total"],
    }  # fmt: skip
