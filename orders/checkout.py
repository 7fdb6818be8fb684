"""Place an order: the one way, for pages, API, staff and demo data.

One transaction: the idempotency key first, then the cart's row, the quote again, the stock (conditional, in the
order of product ids), the coupon, the order with its own copy of everything, the payment to come and the event
that is mailed. Either all of it is there or nothing. Nothing slow happens inside: the payment provider is asked
after commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, normalize_email
from cart import coupons, freight, pricing
from cart.models import Cart
from catalog import publication, stock
from iluminacasa import languages, measures
from iluminacasa.brazil import SHOP_ZONE, bare, uf_of_cep
from iluminacasa.errors import Conflict, Invalid
from orders import holding, idempotency, legal, lifecycle, payments
from orders.idempotency import Key
from orders.models import Order, OrderLine, Payment

ADDRESS_REQUIRED = ("recipient", "postal_code", "street", "number", "district", "city", "state")
ADDRESS_FIELDS = (*ADDRESS_REQUIRED, "complement", "reference")
COUNTER_HOLD = timedelta(days=7)  # an order paid at the counter waits so long after the promised day


class CartEmpty(Conflict):
    code = "cart_empty"
    title = gettext_lazy("Carrinho vazio")
    default_message = gettext_lazy("Seu carrinho está vazio.")


class AlreadyOrdered(Conflict):
    code = "cart_already_ordered"
    title = gettext_lazy("Carrinho já pedido")
    default_message = gettext_lazy("Este carrinho já virou um pedido. Para comprar de novo, comece outro carrinho.")


class PriceChanged(Conflict):
    code = "cart_changed"
    title = gettext_lazy("O total mudou")
    default_message = gettext_lazy("Os valores mudaram desde que você viu o total. Confira e confirme.")


class FreightMissing(Invalid):
    code = "freight_missing"
    title = gettext_lazy("Escolha a entrega")
    default_message = gettext_lazy("Escolha como quer receber o pedido.")


class InstallmentsNotOffered(Invalid):
    code = "installments_not_offered"
    title = gettext_lazy("Parcelas indisponíveis")
    default_message = gettext_lazy("Este pedido não pode ser pago em tantas parcelas.")


class AddressIncomplete(Invalid):
    code = "address_incomplete"
    title: ClassVar[str | Promise] = gettext_lazy("Endereço incompleto")
    default_message: ClassVar[str | Promise] = gettext_lazy("Complete o endereço de entrega.")

    @classmethod
    def errors(cls, fields: Sequence[str]) -> list[dict[str, str]]:
        """All of them at once, in the form of `errors` of a problem."""
        text = _("Este campo é obrigatório na entrega.")
        return [{"field": name, "code": cls.code, "message": text} for name in fields]


class AddressMismatch(Invalid):
    code = "postal_code_of_other_state"
    title = gettext_lazy("CEP e estado não combinam")
    default_message = gettext_lazy("Este CEP não é do estado informado. Confira os dois.")


@dataclass(frozen=True)
class Buyer:
    email: str
    name: str
    phone: str
    document: str
    user: User | None = None


@dataclass(frozen=True)
class Delivery:
    """Address fields as `PostalAddress` names them, empty for pickup, and the chosen method."""

    method: str
    address: dict[str, str]

    @property
    def postal_code(self) -> str:
        return self.address.get("postal_code", "")


@dataclass(frozen=True)
class Submission:
    """What the buyer sends, with the moment it came."""

    buyer: Buyer
    delivery: Delivery
    method: str
    expected_total: Decimal
    at: datetime
    key: Key | None
    note: str
    installments: int
    by: User | None  # staff who placed it for the buyer
    hold: timedelta | None
    language: str


@dataclass(frozen=True)
class Placed:
    order: Order
    is_replay: bool
    payment: Payment | None = None  # of an order just made


def place_order(
    *,
    cart: Cart,
    buyer: Buyer,
    delivery: Delivery,
    method: str,
    expected_total: Decimal,
    at: datetime,
    key: Key | None = None,
    note: str = "",
    installments: int = 1,
    for_app: bool = False,
    by: User | None = None,
    hold: timedelta | None = None,
    language: str = "",
) -> Placed:
    """Turn the cart into an order, once, and open its payment. See the module for what is done in which order.

    Raises `PriceChanged` with the new total, `stock.OutOfStock` with the lines, `CartEmpty`, `CouponRefused`,
    `FreightMissing`, `freight.FreightNotOffered`, `AddressIncomplete`, `AddressMismatch`, `InstallmentsNotOffered`,
    `payments.MethodNotOffered`, `holding.TooManyUnpaid`, `holding.TooMuchUnpaid`, `KeyReused`. A second call with the
    same key, or for the same cart with the same meaning, returns the first order; with another meaning, or once that
    order is cancelled, it is `AlreadyOrdered`. When the payment provider does not answer, the order stands and its
    payment can be started again.
    `by`: staff who places it for somebody on the telephone; `hold`: for how long a payment from afar is waited for, if
    not as long as usual. `language` of its letters: where nobody chose one, that of the buyer's account.
    """
    sent = Submission(buyer, delivery, method, expected_total, at, key, note, installments, by, hold, language)
    placed = _once(cart, sent)
    payments.try_to_start(order=placed.order, payment=placed.payment, at=at, for_app=for_app)
    return placed


def _once(cart: Cart, sent: Submission) -> Placed:
    try:
        with transaction.atomic():
            return _place(cart, sent)
    except IntegrityError:
        # The same key or cart made an order before, or just now; it is the answer to both.
        if sent.key is not None and (order := idempotency.replay(sent.key)) is not None:
            return Placed(order=order, is_replay=True)
        if (order := Order.objects.filter(cart_id=cart.pk).first()) is not None:
            _check_same(order, sent.key)
            return Placed(order=order, is_replay=True)
        raise


def _check_same(order: Order, key: Key | None) -> None:
    """A cart that is an order already is answered with it only to who asks for just that, while it stands."""
    if order.status == Order.Status.CANCELED or (key is not None and not idempotency.made(key, order)):
        raise AlreadyOrdered(data={"number": order.number, "order_status": order.status})


def _place(cart: Cart, sent: Submission) -> Placed:
    if sent.key is not None:
        idempotency.claim(sent.key, at=sent.at)
    locked = Cart.objects.select_for_update(no_key=True).get(pk=cart.pk)
    order = Order.objects.filter(cart_id=locked.pk).first() if locked.ordered_at else None
    is_replay, payment = order is not None, None
    if order is not None:
        _check_same(order, sent.key)
    else:
        check_delivery(sent.delivery)
        quote = pricing.quote(
            cart=locked,
            at=sent.at,
            method=sent.method,
            postal_code=sent.delivery.postal_code,
            freight_method=sent.delivery.method,
        )
        check(quote, sent.expected_total)
        _check_installments(quote, sent)
        _check_hold(quote, sent)
        order, payment = _write(locked, quote, sent)
    if sent.key is not None:
        idempotency.settle(sent.key, order)
    return Placed(order=order, is_replay=is_replay, payment=payment)


def check_delivery(delivery: Delivery) -> None:
    """A delivery needs a whole address whose postal code lies in its state; a pickup needs none."""
    if missing := missing_address_fields(delivery):
        told = {"fields": list(missing), "errors": AddressIncomplete.errors(missing)}
        raise AddressIncomplete(field=missing[0], data=told)
    if delivery.method != freight.PICKUP:
        state = uf_of_cep(delivery.postal_code)
        if state is None:
            raise freight.UnknownPostalCode(field="postal_code")
        if state != delivery.address["state"]:
            raise AddressMismatch(field="state", data={"state": state})


def missing_address_fields(delivery: Delivery) -> Sequence[str]:
    """What a delivery (not a pickup) still lacks."""
    if delivery.method == freight.PICKUP:
        return ()
    return [name for name in ADDRESS_REQUIRED if not delivery.address.get(name, "").strip()]


def check(quote: pricing.Quote, expected_total: Decimal) -> None:
    """Whether this quote may become an order at the total the buyer saw."""
    if not quote.lines:
        raise CartEmpty
    if any(line.problem for line in quote.lines):
        raise _shortage([line for line in quote.lines if line.problem])
    if quote.coupon_problem:
        raise coupons.CouponRefused(quote.coupon_problem, field="coupon")
    if quote.freight is None:
        raise quote.freight_problem or _no_way(quote)
    is_pickup = quote.freight.is_pickup
    try:
        payments.check_offered(method=quote.method, is_pickup=is_pickup)
    except payments.MethodNotOffered as refusal:
        refusal.data["methods"] = payments.offered(is_pickup=is_pickup)
        raise
    if quote.total != expected_total:
        raise PriceChanged(
            data={
                "expected_total": f"{expected_total:.2f}",
                "total": f"{quote.total:.2f}",
                "notices": [
                    {"code": notice.code, "message": notice.message, "data": notice.data} for notice in quote.notices
                ],
            }
        )


def _check_installments(quote: pricing.Quote, sent: Submission) -> None:
    most = quote.installments.count if sent.method == Order.Method.CARD else 1
    if not 1 <= sent.installments <= most:
        raise InstallmentsNotOffered(field="installments", data={"maximum": most})


def _check_hold(quote: pricing.Quote, sent: Submission) -> None:
    if sent.method == Order.Method.PICKUP:
        quantities = {line.slug: line.quantity for line in quote.counted}
        buyer = sent.buyer
        holding.check(
            user=buyer.user, email=buyer.email, document=buyer.document, quantities=quantities, at=sent.at
        )  # fmt: skip


def _no_way(quote: pricing.Quote) -> Invalid:
    offered = {"methods": [option.method for option in quote.options]}
    if not quote.freight_method:
        return FreightMissing(field="shipping_method", data=offered)
    return freight.FreightNotOffered(field="shipping_method", data=offered)


def _shortage(short: Sequence[pricing.QuoteLine]) -> stock.OutOfStock:
    measures.stock_conflict()
    lines = [{"product": line.slug, "title": line.title, "available": line.available} for line in short]
    names = ", ".join(line.spoken_title for line in short)
    return stock.OutOfStock(_("Sem estoque suficiente: {names}.").format(names=names), data={"lines": lines})


def _take(quote: pricing.Quote, order: Order, at: datetime) -> list[int]:
    """The units leave the shelf; a rival who was faster is told by name of the product, like any shortage."""
    quantities = {line.product_id: line.quantity for line in quote.counted}
    try:
        return stock.take(quantities=quantities, cause=stock.Cause.SALE, reference=order.number, at=at)
    except stock.OutOfStock as shortage:
        left = {shortage.data["product"]: shortage.data["available"]}
        raise _shortage(
            [replace(line, available=left[line.product_id]) for line in quote.counted if line.product_id in left]
        ) from shortage


def _write(cart: Cart, quote: pricing.Quote, sent: Submission) -> tuple[Order, Payment]:
    order = _draft(cart, quote, sent)
    changed = _take(quote, order, sent.at)
    if quote.coupon is not None:
        buyer = sent.buyer
        customer = coupons.Customer(email=buyer.email, document=buyer.document, user=buyer.user)
        coupons.redeem(coupon=quote.coupon, customer=customer, order_number=order.number, at=sent.at)
    order.save(force_insert=True)
    OrderLine.objects.bulk_create(_lines(order, quote))
    payment = Payment.objects.create(
        order=order,
        method=sent.method,
        provider=payments.provider_for(sent.method).name,
        amount=order.total,
        expires_at=order.expires_at,
        created_at=sent.at,
    )
    Cart.objects.filter(pk=cart.pk).update(ordered_at=sent.at, updated_at=sent.at, version=F("version") + 1)
    channel = {"channel": "phone"} if sent.by is not None else {}
    lifecycle.note(
        order, "placed", at=sent.at, by=sent.by or sent.buyer.user, to_status=order.status, data=channel
    )  # fmt: skip
    if changed:
        publication.refresh(product_ids=changed, at=sent.at)
    return order, payment


def _draft(cart: Cart, quote: pricing.Quote, sent: Submission) -> Order:
    chosen = quote.freight
    if chosen is None:
        raise FreightMissing(field="shipping_method")
    terms, privacy = legal.current(at=sent.at)
    buyer = sent.buyer
    address = {} if chosen.is_pickup else _address(sent.delivery)
    return Order(
        cart=cart, user=buyer.user, email=normalize_email(buyer.email), name=buyer.name, phone=buyer.phone,
        document=buyer.document, is_pickup=chosen.is_pickup, payment_method=sent.method,
        installments=sent.installments,
        freight_method=chosen.method, freight_name=chosen.name, promised_on=chosen.promised_on,
        lines_total=quote.lines_total, discount_total=quote.discount_total,
        pix_discount_total=quote.pix_discount_total, freight_total=quote.freight_total, total=quote.total,
        coupon_code=quote.coupon.code if quote.coupon else "", trace=trace(quote),
        terms_version=terms, privacy_version=privacy, note=sent.note[:500], placed_at=sent.at,
        language=sent.language or (buyer.user.language if buyer.user else languages.PORTUGUESE),
        expires_at=pay_until(method=sent.method, chosen=chosen, at=sent.at, hold=sent.hold), **address,
    )  # fmt: skip


def _address(delivery: Delivery) -> dict[str, str]:
    """The order's copy; its own `number` is not the house's."""
    found = {name: delivery.address.get(name, "").strip() for name in ADDRESS_FIELDS}
    return found | {"postal_code": bare(found["postal_code"]), "street_number": found.pop("number")}


def pay_until(
    *, method: str, chosen: freight.FreightOption, at: datetime, hold: timedelta | None = None
) -> datetime:  # fmt: skip
    """Until when the goods are held: minutes for a payment from afar, days for one at the counter."""
    if method != Order.Method.PICKUP:
        return at + (hold or timedelta(minutes=settings.PAYMENT_EXPIRY_MINUTES))
    return datetime.combine(chosen.promised_on, time.max, tzinfo=SHOP_ZONE) + COUNTER_HOLD


def _lines(order: Order, quote: pricing.Quote) -> list[OrderLine]:
    return [
        OrderLine(
            order=order, product_id=line.product_id, position=position, sku=line.sku, slug=line.slug,
            title=line.title, picture=((line.card or {}).get("day") or {}).get("src", ""), quantity=line.quantity,
            list_price=line.list_price, unit_price=line.unit_price,
            discount=sum(line.discounts(quote.method), Decimal(0)), total=line.total(quote.method),
        )
        for position, line in enumerate(quote.counted)
    ]  # fmt: skip


def trace(quote: pricing.Quote) -> dict[str, Any]:
    """The sum as it was made, so that `audit_shop` can make it again."""
    return {
        "method": quote.method,
        "lines": [_line_trace(line, quote.method) for line in quote.counted],
        "freight": {"method": quote.freight.method, "price": f"{quote.freight_total:.2f}"} if quote.freight else None,
        "coupon": quote.coupon.code if quote.coupon else None,
        "total": f"{quote.total:.2f}",
    }


def _line_trace(line: pricing.QuoteLine, method: str) -> dict[str, Any]:
    coupon_share, pix = line.discounts(method)
    return {
        "product": line.product_id, "quantity": line.quantity, "unit_price": f"{line.unit_price:.2f}",
        "coupon_share": f"{coupon_share:.2f}", "pix_discount": f"{pix:.2f}", "total": f"{line.total(method):.2f}",
    }  # fmt: skip
