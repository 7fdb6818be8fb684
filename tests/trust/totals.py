"""One generated cart, followed through every place that shows what it costs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any

from django.core import signing
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as effort
from hypothesis import strategies as st

from cart import basket
from cart.models import Cart
from cart.visitor import SALT
from catalog.models import Product
from iluminacasa.csrf import CART_COOKIE
from orders import access, drafts, letters, notices
from orders.checkout import Delivery
from orders.models import Order, OrderEvent
from tests import buying, make

D = Decimal
MONEY = r"R\$\s*([\d.]+,\d\d)"
FREE = D("0.00")
CENTAVOS = st.integers(1, 500_000).map(lambda n: D(n).scaleb(-2))
LINES = st.lists(st.tuples(CENTAVOS, st.integers(0, 90), st.integers(1, 9)), min_size=1, max_size=5)
COUPONS = st.one_of(
    st.none(),
    st.tuples(st.just("percent"), st.integers(1, 100_00).map(lambda n: D(n).scaleb(-2))),
    st.tuples(st.just("fixed"), CENTAVOS),
    st.tuples(st.just("free_freight"), st.none()),
)
Rows = list[tuple[Decimal, int, int]]
Terms = tuple[str, Decimal | None] | None


@dataclass
class Till:
    """A shop with five products, a guest's browser, an app, and a clerk in the back office."""

    products: list[Product]
    browser: Client
    clerk: Client
    followed: int = 0
    refused: int = 0  # a coupon that has nothing left to take off


def open_till() -> Till:
    now = timezone.now()
    products = [buying.goods(stock_count=10_000_000, at=now) for _ in range(5)]
    clerk = Client()
    clerk.force_login(make.user("caixa@example.com", is_staff=True, is_superuser=True))
    return Till(products=products, browser=Client(), clerk=clerk)


# --- Reading what is shown -----------------------------------------------------------------------
def reais(text: str) -> Decimal:
    """`R$ 1.234,56`, `grátis`."""
    found = re.search(MONEY, unescape(text))
    if found is None:
        assert "grátis" in text.lower(), text
        return FREE
    return D(found[1].replace(".", "").replace(",", "."))


def shown(page: str, label: str) -> Decimal:
    """The amount beside that label in a list of sums; `label` is a pattern."""
    sums = page[page.index('<dl class="sums">' if '<dl class="sums">' in page else '<dl class="totals">') :]
    found = re.search(rf"<dt>{label}(?:\s*<.*?)??</dt><dd>(.*?)</dd>", sums, re.DOTALL)
    assert found is not None, f"{label} is not on the page"
    return reais(found[1])


def shown_or_nothing(page: str, label: str) -> Decimal:
    return shown(page, label) if re.search(f"<dt>{label}", page) else FREE


def written(letter: str, label: str) -> Decimal:
    """The amount after that label in a letter, zero where the line is left out."""
    found = re.search(rf"{label}: ([^\n<]*)", letter)
    return reais(found[1]) if found else FREE


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


# --- One cart ------------------------------------------------------------------------------------
def filled(till: Till, rows: Rows, terms: Terms, *, is_far: bool) -> tuple[Cart, str]:
    now = timezone.now()
    cart, token = basket.open_for(user=None, token=None, at=now)
    for product, (price, discount, quantity) in zip(till.products, rows, strict=False):
        Product.objects.filter(pk=product.pk).update(price=price, discount_percentage=discount, sale_price=0)
        basket.add(cart=cart, product_id=product.pk, quantity=quantity, at=now)
    if terms is not None:
        name = {"percent": "percentage", "fixed": "amount"}.get(terms[0])
        made = buying.coupon(f"C{cart.pk}", kind=terms[0], **({name: terms[1]} if name else {}))
        Cart.objects.filter(pk=cart.pk).update(coupon=made)
    cart.refresh_from_db()
    address = Delivery(method="economico", address=buying.ADDRESS | {"postal_code": "01310100", "complement": "",
                       "reference": ""}) if is_far else buying.PICKUP  # fmt: skip
    drafts.keep_buyer(cart=cart, buyer=buying.buyer(), at=now)
    drafts.keep_delivery(cart=cart, delivery=address, at=now)
    return cart, token or ""


def follow(till: Till, rows: Rows, terms: Terms, *, method: str, is_far: bool, by_app: bool) -> None:
    """Cart page, cart in the API, review before paying, order by either door, then everywhere the order is shown."""
    cart, token = filled(till, rows, terms, is_far=is_far)
    till.browser.cookies[CART_COOKIE] = signing.Signer(salt=SALT).sign(token)
    app = till.browser.get("/api/v1/cart/", headers={"X-Cart-Token": token}).json()
    if app["coupon"] and app["coupon"]["problem"]:
        till.refused += 1
        return
    before = seen_before(till, app)
    review = till.browser.get("/finalizar/pagamento/").content.decode()
    total = D(field(review, f"total_{method}"))
    assert total == before["pix" if method == "pix" else "card"]
    assert (shown(review, "Produtos"), shown(review, "(?:Retirada|Frete)")) == (before["goods"], before["freight"])
    assert shown_or_nothing(review, "Total no Pix") in (FREE, before["pix"])
    order = placed(till, cart, token, review, total, method=method, by_app=by_app)
    assert (order.total, order.lines_total, order.freight_total) == (total, before["goods"], before["freight"])
    assert order.discount_total == before["coupon"] or method == "pix"
    seen_after(till, order)
    till.followed += 1


def seen_before(till: Till, app: dict[str, Any]) -> dict[str, Decimal]:
    """What the cart's page and the API say, which is the same."""
    page = till.browser.get("/carrinho/").content.decode()
    told = {
        "goods": D(app["subtotal"]), "coupon": D(app["discount_total"]), "freight": D(app["shipping_total"]),
        "pix": D(app["pix_total"]), "card": D(app["total"]),
    }  # fmt: skip
    drawn = {
        "goods": shown(page, r"Produtos \(\d+\)"), "coupon": shown_or_nothing(page, "Cupom [^<]*"),
        "freight": told["freight"], "pix": shown(page, "Total no Pix"), "card": shown(page, "Total no cartão"),
    }  # fmt: skip
    assert drawn == told, f"page {drawn}, API {told}"
    lines = [D(each["line_total"]) for each in app["items"]]
    assert [reais(text) for text in re.findall(r'<p class="line__total"><strong>(.*?)</strong>', page)] == lines
    assert told["card"] == sum(lines, FREE) - told["coupon"] + told["freight"]
    return told


def placed(
    till: Till, cart: Cart, token: str, review: str, total: Decimal, *, method: str, by_app: bool
) -> Order:  # fmt: skip
    if by_app:
        kept = drafts.of(cart=cart, user=None).delivery
        is_far = kept is not None and bool(kept.address)
        where: dict[str, Any] = {"shipping_method": "economico" if is_far else "retirada"}
        if is_far:
            where["address"] = buying.ADDRESS
        body = where | {
            "email": "ana@example.com", "name": "Ana Souza", "phone": "+5511912345678", "document": "52998224725",
            "payment_method": method, "expected_total": f"{total:.2f}",
        }  # fmt: skip
        headers = {"X-Cart-Token": token, "Idempotency-Key": f"cart-{cart.pk}"}
        answer = till.browser.post("/api/v1/orders/", body, content_type="application/json", headers=headers)
        assert answer.status_code == 201, answer.content
        assert D(answer.json()["total"]) == total
    else:
        sent = {name: field(review, name) for name in ("chave", f"total_{method}")} | {"forma": method}
        answer = till.browser.post("/finalizar/pagamento/", sent)
        assert answer.status_code == 303, answer.content
    return Order.objects.get(cart=cart)


def seen_after(till: Till, order: Order) -> None:
    token = access.token_of(order)
    address = f"/pedido/{order.number}/{token}/"
    wanted = {
        "goods": order.lines_total, "coupon": order.discount_total, "pix": order.pix_discount_total,
        "freight": order.freight_total, "total": order.total,
    }  # fmt: skip
    api = till.browser.get(f"/api/v1/orders/{order.number}/", headers={"X-Order-Token": token}).json()
    sums = ("lines_total", "discount_total", "pix_discount_total", "freight_total", "total")
    assert [D(api[name]) for name in sums] == list(wanted.values())
    assert D(api["payment"]["amount"]) == order.total
    lines = [D(line["total"]) for line in api["lines"]]
    assert sum(lines, FREE) + order.freight_total == order.total
    page, receipt = (till.browser.get(path).content.decode() for path in (address, f"{address}recibo/"))
    for paper in (page, receipt):
        assert sums_of(paper) == wanted
    assert [reais(text) for text in re.findall(r"<td>([^<]*)</td></tr>", receipt)] == lines
    for letter in letters_about(order):
        assert letter_sums(letter) == wanted
    admin = till.clerk.get(f"/admin/orders/order/{order.pk}/change/").content.decode()
    amounts = {reais(found) for found in re.findall(r"R\$\s*[\d.]+,\d\d", unescape(admin))}
    assert {amount for amount in wanted.values() if amount} | set(lines) <= amounts


def sums_of(page: str) -> dict[str, Decimal]:
    return {
        "goods": shown(page, "Produtos"), "coupon": shown_or_nothing(page, "Cupom [^<]*"),
        "pix": shown_or_nothing(page, "Desconto no Pix"), "freight": shown(page, "(?:Retirada|Frete)"),
        "total": shown(page, "Total"),
    }  # fmt: skip


def letters_about(order: Order) -> list[str]:
    """Text and HTML of the letter that confirms it."""
    for event in OrderEvent.objects.filter(order=order).select_related("order").order_by("pk"):
        about = notices.about_event(event)
        letter = letters.write(about)
        if letter is not None and letter.shows_order:
            return list(notices.printed(order, letter, about.lines))
    raise AssertionError(f"no letter confirms {order.number}")


def letter_sums(letter: str) -> dict[str, Decimal]:
    text = re.sub(r"</?strong>", "", unescape(letter))
    return {
        "goods": written(text, "Produtos"), "coupon": written(text, r"Cupom \S+"),
        "pix": written(text, "Desconto no Pix"), "freight": written(text, "(?:Retirada na loja|Frete [^:]*)"),
        "total": written(text, "Total"),
    }  # fmt: skip


def run(count: int, *, random_seed: int) -> Till:
    """So many generated carts, each undone once it was followed."""
    till = open_till()
    check(till, count, random_seed)()
    return till


def check(till: Till, count: int, random_seed: int) -> Callable[[], None]:
    @seed(random_seed)
    @effort(
        max_examples=count, phases=[Phase.generate], deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        rows=LINES, terms=COUPONS, method=st.sampled_from(["pix", "card", "pickup"]), is_far=st.booleans(),
        by_app=st.booleans(),
    )  # fmt: skip
    def each(rows: Rows, terms: Terms, method: str, is_far: bool, by_app: bool) -> None:
        with transaction.atomic():
            follow(till, rows, terms, method=method, is_far=is_far and method != "pickup", by_app=by_app)
            transaction.set_rollback(True)

    return each
